package tn.ecar.garage.supply;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.part.Part;

/**
 * Parts ordered from a supplier. Written as a draft, sent, and then taken in by receipts, one or
 * several, until all of it came or the rest is given up. It has {@code @Version}, and receipts lock
 * its row.
 */
@Entity
@Table(name = "purchase_order")
public class PurchaseOrder {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "purchase_order_id")
  @SequenceGenerator(
      name = "purchase_order_id",
      sequenceName = "purchase_order_id",
      allocationSize = 50)
  private Long id;

  @Version private int version;

  @Column(name = "order_number")
  private String number;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "supplier_id")
  private Supplier supplier;

  @Enumerated(EnumType.STRING)
  private PurchaseState state = PurchaseState.DRAFT;

  private String note;

  @Column(name = "expected_on")
  private LocalDate expectedOn;

  @Column(name = "opened_at")
  private Instant openedAt;

  @Column(name = "state_since")
  private Instant stateSince;

  @Column(name = "lines_version")
  private int linesVersion;

  @OneToMany(mappedBy = "order", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("position")
  private List<PurchaseLine> lines = new ArrayList<>();

  /** For the persistence provider. */
  protected PurchaseOrder() {}

  PurchaseOrder(String number, Supplier supplier, Instant now) {
    if (!supplier.isActive()) {
      throw new RuleViolation(
          "supplierId", supplier.getName(), "Nothing is ordered from an archived supplier.");
    }
    this.number = number;
    this.supplier = supplier;
    this.openedAt = now;
    this.stateSince = now;
  }

  void describe(LocalDate newExpectedOn, String newNote, LocalDate today) {
    requireDraft();
    if (newExpectedOn != null
        && (newExpectedOn.isBefore(today) || newExpectedOn.isAfter(today.plusYears(2)))) {
      throw new RuleViolation(
          "expectedOn", newExpectedOn, "Goods are expected from today on, within two years.");
    }
    note = Texts.optional("note", newNote, 300);
    expectedOn = newExpectedOn;
  }

  PurchaseLine add(Part part, PurchaseData.Line data) {
    requireDraft();
    if (lines.stream().anyMatch(line -> line.getPartId().equals(part.getId()))) {
      throw new RuleViolation(
          "partId", part.getNumber(), "The part stands in the order already: change that line.");
    }
    int position = lines.stream().mapToInt(PurchaseLine::getPosition).max().orElse(0) + 1;
    PurchaseLine line = new PurchaseLine(this, position, part, data);
    lines.add(line);
    linesVersion++;
    return line;
  }

  PurchaseLine remove(long lineId) {
    requireDraft();
    PurchaseLine line = line(lineId);
    lines.remove(line);
    linesVersion++;
    return line;
  }

  PurchaseLine line(long lineId) {
    return lines.stream()
        .filter(candidate -> candidate.getId() == lineId)
        .findFirst()
        .orElseThrow(() -> new NotFound("line", lineId));
  }

  private void requireDraft() {
    if (state != PurchaseState.DRAFT) {
      throw new RuleViolation(
          "state", state, "An order changes as a draft only: cancel it and write another one.");
    }
  }

  /**
   * Takes a step by hand.
   *
   * @throws RuleViolation if it is not in the table, or it is for a receipt to take
   */
  void transition(PurchaseState to, String reason, Instant now) {
    if (to == null || !state.mayBecome(to)) {
      throw new RuleViolation(
          "state", to, "From " + state + " a purchase order may become " + state.next() + ".");
    }
    if (to == PurchaseState.RECEIVED) {
      throw new RuleViolation("state", to, "An order is received by the receipt of its goods.");
    }
    if (to == PurchaseState.ORDERED && lines.isEmpty()) {
      throw new RuleViolation("lines", "", "An order without lines asks for nothing.");
    }
    boolean begun = lines.stream().anyMatch(line -> !line.getReceived().isZero());
    if (to == PurchaseState.CANCELLED && begun) {
      throw new RuleViolation("state", to, "Goods came already: close the order instead.");
    }
    if (to == PurchaseState.CLOSED && Texts.isBlank(reason)) {
      throw new RuleViolation("reason", reason, "Say why the rest will not come.");
    }
    state = to;
    stateSince = now;
  }

  /**
   * Returns quietly if goods may be taken in.
   *
   * @throws Conflict if all came already, or the order is no longer with the supplier
   */
  void requireOrdered() {
    if (state != PurchaseState.ORDERED) {
      throw new Conflict(
          "The order "
              + number
              + " is "
              + state
              + ": goods are taken in for an order that is with the supplier.",
          number);
    }
  }

  /** Ends the order when nothing is left to come; what came counts as a change in any case. */
  void settle(Instant now) {
    linesVersion++;
    if (lines.stream().allMatch(line -> line.getOutstanding().isZero())) {
      state = PurchaseState.RECEIVED;
      stateSince = now;
    }
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  /** Returns the order's number, for example {@code BC-000123}. */
  public String getNumber() {
    return number;
  }

  public Supplier getSupplier() {
    return supplier;
  }

  public PurchaseState getState() {
    return state;
  }

  /** Returns the note, or null. */
  public String getNote() {
    return note;
  }

  /** Returns when the goods are expected, or null. */
  public LocalDate getExpectedOn() {
    return expectedOn;
  }

  public Instant getOpenedAt() {
    return openedAt;
  }

  /** Returns since when the order is in its state. */
  public Instant getStateSince() {
    return stateSince;
  }

  /** Returns the lines by position; a copy. */
  public List<PurchaseLine> getLines() {
    return lines.stream().sorted(Comparator.comparing(PurchaseLine::getPosition)).toList();
  }

  /** Returns what the order costs before tax, each line rounded half up to the millime. */
  public Money getCost() {
    return lines.stream()
        .map(line -> line.getUnitCost().times(line.getQuantity()))
        .reduce(Money.ZERO, Money::plus);
  }
}
