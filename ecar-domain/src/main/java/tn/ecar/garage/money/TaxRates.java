package tn.ecar.garage.money;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.RuleViolation;

/** Reads the legal rates of a day from the dated reference data. */
@ApplicationScoped
@Transactional
public class TaxRates {
  private final EntityManager em;

  @Inject
  public TaxRates(EntityManager em) {
    this.em = em;
  }

  /** For the container's client proxy. */
  protected TaxRates() {
    this(null);
  }

  /**
   * Returns every rate that holds on that day.
   *
   * @throws RuleViolation if a rate is missing for the day
   */
  public Rates on(LocalDate day) {
    List<TaxRate> rows =
        em.createQuery(
                "select r from TaxRate r where r.validFrom <= :day and (r.validTo is null or"
                    + " r.validTo >= :day)",
                TaxRate.class)
            .setParameter("day", day)
            .getResultList();
    Map<TaxRate.Kind, BigDecimal> values = new EnumMap<>(TaxRate.Kind.class);
    rows.forEach(row -> values.put(row.getKind(), row.getValue()));
    for (TaxRate.Kind kind : TaxRate.Kind.values()) {
      if (kind.isOnDocuments() && !values.containsKey(kind)) {
        throw new RuleViolation(
            "date", day, "There is no rate " + kind + " for this day: add it to the dated rates.");
      }
    }
    return new Rates(
        Map.of(
            TaxClass.STANDARD, values.get(TaxRate.Kind.TVA_STANDARD),
            TaxClass.INTERMEDIATE, values.get(TaxRate.Kind.TVA_INTERMEDIATE),
            TaxClass.REDUCED, values.get(TaxRate.Kind.TVA_REDUCED)),
        values.get(TaxRate.Kind.FODEC),
        new Money(values.get(TaxRate.Kind.TIMBRE)));
  }

  /**
   * Returns every rate that holds on that day, for a document that keeps them: until the running
   * transaction ends nobody puts one of them right.
   *
   * @throws RuleViolation if a rate is missing for the day
   */
  public Rates toIssue(LocalDate day) {
    hold(day);
    return on(day);
  }

  /** Those who issue do not wait for each other, only for who changes a rate. */
  private void hold(LocalDate day) {
    em.createNativeQuery(
            "select id from tax_rate where valid_from <= cast(?1 as date) and (valid_to is null or"
                + " valid_to >= cast(?1 as date)) order by id for share")
        .setParameter(1, day)
        .getResultList();
  }

  /**
   * Returns one rate of that day, for a payment that keeps it: until the running transaction ends
   * nobody puts it right.
   *
   * @throws RuleViolation if there is none
   */
  public BigDecimal toKeep(TaxRate.Kind kind, LocalDate day) {
    hold(day);
    return em.createQuery(
            "select r.value from TaxRate r where r.kind = :kind and r.validFrom <= :day and"
                + " (r.validTo is null or r.validTo >= :day)",
            BigDecimal.class)
        .setParameter("kind", kind)
        .setParameter("day", day)
        .getResultStream()
        .findFirst()
        .orElseThrow(
            () ->
                new RuleViolation(
                    "date",
                    day,
                    "There is no rate " + kind + " for this day: add it to the dated rates."));
  }
}
