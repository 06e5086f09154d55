package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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
   * already keep what they used. What was noted for the very day and no document has used yet was
   * typed wrong: it is put right.
   *
   * @throws RuleViolation if the value is out of range, the day is missing, or a later rate is
   *     known already
   */
  public TaxRate change(TaxRate.Kind kind, BigDecimal value, LocalDate from) {
    TaxRate next = new TaxRate(kind, value, from);
    List<TaxRate> open =
        em.createQuery(
                "select r from TaxRate r where r.kind = :kind and (r.validTo is null or r.validTo"
                    + " >= :from) order by r.validFrom",
                TaxRate.class)
            .setParameter("kind", kind)
            .setParameter("from", from)
            .getResultList();
    Optional<TaxRate> wrong =
        open.stream().filter(rate -> rate.getValidFrom().equals(from)).findFirst();
    if (wrong.isPresent() && !used(kind, from)) {
      return putRight(wrong.get(), next);
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
    audit.record(
        "rate.changed", "rate", next.getId(), before, kind + " " + value + " from " + from);
    Changes.flush(em);
    return next;
  }

  private boolean used(TaxRate.Kind kind, LocalDate from) {
    String since =
        kind.isOnDocuments()
            ? "select count(i) from Invoice i where i.issuedOn >= :from"
            : "select count(p) from Payment p where p.paidOn >= :from and p.withholdingRate is not"
                + " null";
    return em.createQuery(since, Long.class).setParameter("from", from).getSingleResult() > 0;
  }

  private TaxRate putRight(TaxRate wrong, TaxRate right) {
    String before = wrong.getValue().toPlainString();
    wrong.correct(right.getValue());
    audit.record(
        "rate.changed",
        "rate",
        wrong.getId(),
        before,
        wrong.getKind() + " " + wrong.getValue() + " from " + wrong.getValidFrom());
    Changes.flush(em);
    return wrong;
  }
}
