package tn.ecar.garage.money;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import tn.ecar.garage.Day;
import tn.ecar.garage.RuleViolation;

/**
 * One legal rate and the days it holds for. Rows are reference data: a change of law closes a row
 * and adds the next one, and documents keep copies of what they used. The database refuses two
 * rates of a kind for the same day.
 */
@Entity
@Table(name = "tax_rate")
public class TaxRate {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal MOST = BigDecimal.valueOf(100_000);

  /** What a rate is for. */
  public enum Kind {
    /** TVA in percent for {@link TaxClass#STANDARD}. */
    TVA_STANDARD,
    /** TVA in percent for {@link TaxClass#INTERMEDIATE}. */
    TVA_INTERMEDIATE,
    /** TVA in percent for {@link TaxClass#REDUCED}. */
    TVA_REDUCED,
    /** FODEC in percent. */
    FODEC,
    /** Timbre fiscal of one invoice, in dinars. */
    TIMBRE,
    /** What a customer who must withholds at payment, in percent of the amount with tax. */
    WITHHOLDING,
    /** The total with tax from which something is withheld, in dinars. */
    WITHHOLDING_FROM;

    /** Returns true if every document needs it on its day. */
    public boolean isOnDocuments() {
      return this != WITHHOLDING && this != WITHHOLDING_FROM;
    }

    /** Returns true if it is a percentage; otherwise it is an amount. */
    public boolean isPercent() {
      return this != TIMBRE && this != WITHHOLDING_FROM;
    }
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "tax_rate_id")
  @SequenceGenerator(name = "tax_rate_id", sequenceName = "tax_rate_id", allocationSize = 1)
  private Long id;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private Kind kind;

  @Column(name = "rate_value", nullable = false)
  private BigDecimal value;

  @Column(name = "valid_from", nullable = false)
  private LocalDate validFrom;

  @Column(name = "valid_to")
  private LocalDate validTo;

  /** For the persistence provider. */
  protected TaxRate() {}

  /**
   * A rate that holds from a day on until another follows.
   *
   * @throws RuleViolation if something is missing, or the value is out of range
   */
  public TaxRate(Kind kind, BigDecimal value, LocalDate validFrom) {
    if (kind == null) {
      throw new RuleViolation("kind", null, "A rate is one of " + EnumSet.allOf(Kind.class) + ".");
    }
    Day.require("validFrom", validFrom);
    if (validFrom == null) {
      throw new RuleViolation("validFrom", null, "A rate has the day it holds from.");
    }
    boolean inRange =
        value != null
            && value.signum() >= 0
            && Math.abs((long) value.scale()) <= Money.FURTHEST
            && value.stripTrailingZeros().scale() <= Money.SCALE
            && value.compareTo(kind.isPercent() ? HUNDRED : MOST) <= 0;
    if (!inRange) {
      throw new RuleViolation(
          "value", value, "A rate is 0 or more, at most 3 decimals, and at most 100 percent.");
    }
    this.kind = kind;
    this.value = value;
    this.validFrom = validFrom;
  }

  /** Puts a value right that nothing has used yet. */
  public void correct(BigDecimal right) {
    value = right;
  }

  /** Ends it the day before the next one begins. */
  public void endBefore(LocalDate next) {
    if (!next.isAfter(validFrom)) {
      throw new RuleViolation(
          "validFrom", next, "The rate that holds now began on " + validFrom + ": begin later.");
    }
    validTo = next.minusDays(1);
  }

  /** It holds on: the one that was to follow it has been taken back. */
  public void holdOn() {
    validTo = null;
  }

  public Long getId() {
    return id;
  }

  public Kind getKind() {
    return kind;
  }

  /** Returns percent, or dinars for {@link Kind#TIMBRE}. */
  public BigDecimal getValue() {
    return value;
  }

  public LocalDate getValidFrom() {
    return validFrom;
  }

  /** Returns the last day the rate holds, or null while no end is known. */
  public LocalDate getValidTo() {
    return validTo;
  }
}
