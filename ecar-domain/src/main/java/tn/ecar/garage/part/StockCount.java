package tn.ecar.garage.part;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.Texts;
import tn.ecar.garage.money.Quantity;

/**
 * A counting of shelves: what was expected and what was found. Never changed; each difference is a
 * {@link StockMovement} that names this count.
 */
@Entity
@Table(name = "stock_count")
public class StockCount {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "stock_count_id")
  @SequenceGenerator(name = "stock_count_id", sequenceName = "stock_count_id", allocationSize = 50)
  private Long id;

  private String note;

  @Column(name = "counted_at")
  private Instant at;

  @Column(name = "counted_by")
  private String by;

  @OneToMany(mappedBy = "count", cascade = CascadeType.PERSIST)
  @OrderBy("id")
  private List<StockCountLine> lines = new ArrayList<>();

  /** For the persistence provider. */
  protected StockCount() {}

  StockCount(String note, Instant at, String by) {
    this.note = Texts.optional("note", note, 200);
    this.at = at;
    this.by = by;
  }

  void add(Part part, Quantity expected, Quantity counted) {
    lines.add(new StockCountLine(this, part, expected, counted));
  }

  public Long getId() {
    return id;
  }

  /** Returns where or why it was counted, or null. */
  public String getNote() {
    return note;
  }

  public Instant getAt() {
    return at;
  }

  /** Returns the login of who counted. */
  public String getBy() {
    return by;
  }

  /** Returns the shelves; a copy. */
  public List<StockCountLine> getLines() {
    return List.copyOf(lines);
  }
}
