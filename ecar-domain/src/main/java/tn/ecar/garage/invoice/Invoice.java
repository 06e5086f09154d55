package tn.ecar.garage.invoice;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Rates;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrderLine;
import tn.ecar.garage.vehicle.Vehicle;

/**
 * A document of money: an immutable snapshot of the parties, the vehicle, the lines and the rates,
 * taken when it is issued. The database refuses to change or delete it; only a credit note corrects
 * it. It is kept ten years.
 */
@Entity
@Table(name = "invoice")
public class Invoice {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "invoice_id")
  @SequenceGenerator(name = "invoice_id", sequenceName = "invoice_id", allocationSize = 50)
  private Long id;

  private String series;

  @Column(name = "fiscal_year")
  private int fiscalYear;

  @Column(name = "series_number")
  private int seriesNumber;

  @Column(name = "invoice_number")
  private String number;

  @Column(name = "issued_on")
  private LocalDate issuedOn;

  @Column(name = "issued_at")
  private Instant issuedAt;

  @Column(name = "work_order_id")
  private Long orderId;

  @Column(name = "order_number")
  private String orderNumber;

  @Column(name = "customer_id")
  private Long customerId;

  @Embedded
  @AttributeOverride(name = "name", column = @Column(name = "seller_name"))
  @AttributeOverride(name = "address", column = @Column(name = "seller_address"))
  @AttributeOverride(name = "town", column = @Column(name = "seller_town"))
  @AttributeOverride(name = "taxNumber", column = @Column(name = "seller_tax_number"))
  @AttributeOverride(name = "phone", column = @Column(name = "seller_phone"))
  private Party seller;

  @Embedded
  @AttributeOverride(name = "name", column = @Column(name = "buyer_name"))
  @AttributeOverride(name = "address", column = @Column(name = "buyer_address"))
  @AttributeOverride(name = "town", column = @Column(name = "buyer_town"))
  @AttributeOverride(name = "taxNumber", column = @Column(name = "buyer_tax_number"))
  @AttributeOverride(name = "phone", column = @Column(name = "buyer_phone"))
  private Party buyer;

  private String plate;
  private String vin;
  private String vehicle;

  @Column(name = "odometer_km")
  private Integer odometerKm;

  private BigDecimal gross;

  @Column(name = "discount_percent")
  private BigDecimal discountPercent;

  private BigDecimal discount;
  private BigDecimal net;

  @Column(name = "fodec_rate")
  private BigDecimal fodecRate;

  private BigDecimal fodec;
  private BigDecimal tva;
  private BigDecimal taxed;
  private BigDecimal timbre;
  private BigDecimal total;

  @OneToMany(mappedBy = "invoice", cascade = CascadeType.PERSIST)
  @OrderBy("position")
  private List<InvoiceLine> lines = new ArrayList<>();

  @OneToMany(mappedBy = "invoice", cascade = CascadeType.PERSIST)
  @OrderBy("rate desc")
  private List<InvoiceTax> taxes = new ArrayList<>();

  /** For the persistence provider. */
  protected Invoice() {}

  Invoice(
      InvoiceNumber number,
      WorkOrder order,
      Seller seller,
      Rates rates,
      LocalDate issuedOn,
      Instant issuedAt) {
    this.series = number.series();
    this.fiscalYear = number.year();
    this.seriesNumber = number.number();
    this.number = number.toString();
    this.issuedOn = issuedOn;
    this.issuedAt = issuedAt;
    this.orderId = order.getId();
    this.orderNumber = order.getNumber();
    this.customerId = order.getCustomer().getId();
    this.seller = seller.party();
    this.buyer = Party.of(order.getCustomer());
    copy(order.getVehicle(), order);
    copy(order.totals(rates), order.getDiscountPercent(), rates.fodec());
    for (WorkOrderLine line : order.getLines()) {
      lines.add(new InvoiceLine(this, lines.size() + 1, line, rates.tva().get(line.getTaxClass())));
    }
  }

  private void copy(Vehicle of, WorkOrder order) {
    plate = of.getPlate().number();
    vin = of.getVin() == null ? null : of.getVin().number();
    vehicle = of.getDescription();
    odometerKm = order.getOdometerOut() == null ? order.getOdometerIn() : order.getOdometerOut();
  }

  private void copy(Totals totals, BigDecimal percent, BigDecimal percentOfFodec) {
    gross = totals.gross().amount();
    discountPercent = percent;
    discount = totals.discount().amount();
    net = totals.net().amount();
    fodecRate = percentOfFodec;
    fodec = totals.fodec().amount();
    tva = totals.tva().amount();
    taxed = totals.taxed().amount();
    timbre = totals.timbre().amount();
    total = totals.total().amount();
    totals.groups().forEach(group -> taxes.add(new InvoiceTax(this, group)));
  }

  public Long getId() {
    return id;
  }

  /** Returns the number as printed, for example {@code FA-2026-000017}. */
  public String getNumber() {
    return number;
  }

  public String getSeries() {
    return series;
  }

  public int getFiscalYear() {
    return fiscalYear;
  }

  /** Returns the running number within series and fiscal year, from 1 without gaps. */
  public int getSeriesNumber() {
    return seriesNumber;
  }

  public LocalDate getIssuedOn() {
    return issuedOn;
  }

  public Instant getIssuedAt() {
    return issuedAt;
  }

  public Long getOrderId() {
    return orderId;
  }

  public String getOrderNumber() {
    return orderNumber;
  }

  public Long getCustomerId() {
    return customerId;
  }

  public Party getSeller() {
    return seller;
  }

  public Party getBuyer() {
    return buyer;
  }

  /** Returns the canonical plate. */
  public String getPlate() {
    return plate;
  }

  /** Returns the VIN, or null if it is not known. */
  public String getVin() {
    return vin;
  }

  /** Returns make, model and year. */
  public String getVehicle() {
    return vehicle;
  }

  /** Returns the odometer in km, or null if it was not read. */
  public Integer getOdometerKm() {
    return odometerKm;
  }

  /** Returns the sum of the lines. */
  public Money getGross() {
    return new Money(gross);
  }

  /** Returns the document's discount in percent. */
  public BigDecimal getDiscountPercent() {
    return discountPercent;
  }

  /** Returns the document's discount as an amount. */
  public Money getDiscount() {
    return new Money(discount);
  }

  /** Returns the amount before tax, after discount. */
  public Money getNet() {
    return new Money(net);
  }

  /** Returns the FODEC rate in percent that was used. */
  public BigDecimal getFodecRate() {
    return fodecRate;
  }

  public Money getFodec() {
    return new Money(fodec);
  }

  public Money getTva() {
    return new Money(tva);
  }

  /** Returns the amount with tax, before timbre. */
  public Money getTaxed() {
    return new Money(taxed);
  }

  public Money getTimbre() {
    return new Money(timbre);
  }

  /** Returns what is due. */
  public Money getTotal() {
    return new Money(total);
  }

  /** Returns the lines by position; a copy. */
  public List<InvoiceLine> getLines() {
    return List.copyOf(lines);
  }

  /** Returns one entry for each TVA rate, highest first; a copy. */
  public List<InvoiceTax> getTaxes() {
    return List.copyOf(taxes);
  }
}
