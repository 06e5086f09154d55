package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.money.TaxRate;
import tn.ecar.garage.persistence.Changes;

/** Keeps the dated legal rates: a change of law ends a row and adds the next. */
@ApplicationScoped
@Transactional
public class LegalRates {
  private final EntityManager em;
  private final AuditLog audit;

  @Inject
  public LegalRates(EntityManager em, AuditLog audit) {
    this.em = em;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected LegalRates() {
    this(null, null);
  }

  /** Returns every rate there is and was, by kind, newest first; one statement. */
  public List<TaxRate> history() {
    return em.createQuery(
            "select r from TaxRate r order by r.kind, r.validFrom desc", TaxRate.class)
        .getResultList();
  }

  /**
   * Lets a rate hold from a day on; the one that held before ends the day before. Documents issued
   * already keep what they used. What was noted for the very day and no document has used yet may
   * have been typed wrong: it is put right by who tells what they replace.
   *
   * @param replaces the value that was noted for this very day; null for a rate that is new
   * @throws RuleViolation if the value is out of range, the day is missing, a later rate is known
   *     already, or another value stands for this day than the one to be replaced
   */
  public TaxRate change(TaxRate.Kind kind, BigDecimal value, LocalDate from, BigDecimal replaces) {
    TaxRate next = new TaxRate(kind, value, from);
    List<TaxRate> open =
        em.createQuery(
                "select r from TaxRate r where r.kind = :kind and (r.validTo is null or r.validTo"
                    + " >= :from) order by r.validFrom",
                TaxRate.class)
            .setParameter("kind", kind)
            .setParameter("from", from)
            // Who issues holds the rates of the day: whether one is used is known then.
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    Optional<TaxRate> noted =
        open.stream()
            .filter(rate -> rate.getValidFrom().equals(from))
            .filter(rate -> !used(kind, from))
            .findFirst();
    if (noted.isPresent()) {
      return putRight(noted.get(), next, replaces);
    }
    if (replaces != null) {
      throw new RuleViolation(
          "replaces",
          replaces,
          "No rate of this kind begins on this day that no document has used: leave out what it"
              + " replaces.");
    }
    if (open.size() > 1) {
      throw new RuleViolation(
          "validFrom", from, "A later rate of this kind is known already: begin after it.");
    }
    String before = open.isEmpty() ? null : open.get(0).getValue().toPlainString();
    open.forEach(rate -> rate.endBefore(from));
    // The old row ends before the new one stands: the database knows one rate a day.
    Changes.flush(em);
    em.persist(next);
    audit.record("rate.changed", "rate", next.getId(), before, text(next));
    Changes.flush(em);
    return next;
  }

  /**
   * Takes back a rate that was noted for the wrong day: the one before it holds on. Only the last
   * of its kind, and only while no document has used it.
   *
   * @throws NotFound if there is none, or it is taken back already
   * @throws RuleViolation if another follows it, none was before it, or a document has used it
   */
  public void takeBack(long id) {
    TaxRate wrong = em.find(TaxRate.class, id);
    if (wrong == null) {
      throw new NotFound("rate", id);
    }
    List<TaxRate> all =
        em.createQuery(
                "select r from TaxRate r where r.kind = :kind order by r.validFrom", TaxRate.class)
            .setParameter("kind", wrong.getKind())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    int at = all.indexOf(wrong);
    if (at < 0) {
      // Somebody has taken it back while this waited for the rows.
      throw new NotFound("rate", id);
    }
    requireLast(wrong, all.size() - 1 - at);
    if (at == 0) {
      throw new RuleViolation(
          "validFrom",
          wrong.getValidFrom(),
          "No rate of this kind was there before: put its value right.");
    }
    if (used(wrong.getKind(), wrong.getValidFrom())) {
      throw new RuleViolation(
          "validFrom",
          wrong.getValidFrom(),
          "A document has used this rate: let the right one begin after it.");
    }
    TaxRate before = all.get(at - 1);
    String gone = text(wrong);
    em.remove(wrong);
    // The later row goes before the earlier one holds on: the database knows one rate a day.
    Changes.flush(em);
    before.holdOn();
    audit.record("rate.taken-back", "rate", id, gone, text(before));
    Changes.flush(em);
  }

  /** One that was noted while this waited for the rows is not among them, but has ended it. */
  private static void requireLast(TaxRate rate, int later) {
    if (later > 0 || rate.getValidTo() != null) {
      throw new RuleViolation(
          "validFrom", rate.getValidFrom(), "Another rate follows this one: take that back first.");
    }
  }

  private boolean used(TaxRate.Kind kind, LocalDate from) {
    String since =
        kind.isOnDocuments()
            ? "select count(i) from Invoice i where i.issuedOn >= :from"
            : "select count(p) from Payment p where p.paidOn >= :from and p.withholdingRate is not"
                + " null";
    return em.createQuery(since, Long.class).setParameter("from", from).getSingleResult() > 0;
  }

  private TaxRate putRight(TaxRate noted, TaxRate right, BigDecimal replaces) {
    BigDecimal before = noted.getValue();
    if (replaces == null || replaces.compareTo(before) != 0) {
      throw new RuleViolation(
          "replaces",
          replaces,
          noted.getKind()
              + " is "
              + before.stripTrailingZeros().toPlainString()
              + " from "
              + noted.getValidFrom()
              + " already: to put it right, tell this value as the one that is replaced.");
    }
    noted.correct(right.getValue());
    audit.record("rate.corrected", "rate", noted.getId(), before.toPlainString(), text(noted));
    Changes.flush(em);
    return noted;
  }

  private static String text(TaxRate rate) {
    return rate.getKind() + " " + rate.getValue() + " from " + rate.getValidFrom();
  }
}
