package tn.ecar.garage.part;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import tn.ecar.garage.money.Quantity;

/** One shelf of a count. Never changed. */
@Entity
@Table(name = "stock_count_line")
public class StockCountLine {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "stock_count_line_id")
  @SequenceGenerator(
      name = "stock_count_line_id",
      sequenceName = "stock_count_line_id",
      allocationSize = 50)
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "stock_count_id")
  private StockCount count;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "part_id")
  private Part part;

  private BigDecimal expected;
  private BigDecimal counted;

  /** For the persistence provider. */
  protected StockCountLine() {}

  StockCountLine(StockCount count, Part part, Quantity expected, Quantity counted) {
    this.count = count;
    this.part = part;
    this.expected = expected.value();
    this.counted = counted.value();
  }

  public Long getId() {
    return id;
  }

  /** Returns the count it belongs to. */
  public StockCount getCount() {
    return count;
  }

  public Part getPart() {
    return part;
  }

  /**
   * Returns what was to be found: what the books said at the moment of the count, less what is
   * missing of it because work under way has used it.
   */
  public Quantity getExpected() {
    return new Quantity(expected);
  }

  /** Returns what was found. */
  public Quantity getCounted() {
    return new Quantity(counted);
  }

  /** Returns what was found less what was expected. */
  public Quantity getDifference() {
    return getCounted().minus(getExpected());
  }
}
