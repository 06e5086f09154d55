package tn.ecar.garage.money;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * One legal rate and the days it holds for. Rows are reference data: a change of law closes a row
 * and adds the next one, and documents keep copies of what they used. The database refuses two
 * rates of a kind for the same day.
 */
@Entity
@Table(name = "tax_rate")
public class TaxRate {
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
    TIMBRE
  }

  @Id private Long id;

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
