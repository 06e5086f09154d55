package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseOrder;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.SupplierData;
import tn.ecar.garage.supply.Suppliers;

/** Where the demo's goods come from: each delivery is ordered from its supplier and taken in. */
@ApplicationScoped
public class DemoSupply {
  private static final BigDecimal COST = new BigDecimal("0.65");

  private final Suppliers suppliers;
  private final PurchaseOrders purchases;

  @Inject
  public DemoSupply(Suppliers suppliers, PurchaseOrders purchases) {
    this.suppliers = suppliers;
    this.purchases = purchases;
  }

  /** For the container's client proxy. */
  protected DemoSupply() {
    this(null, null);
  }

  /** Notes the suppliers of the catalogue; returns them by name. */
  Map<String, Long> introduce() {
    Map<String, Long> known = new LinkedHashMap<>();
    for (PartData part : DemoCatalogue.PARTS) {
      known.computeIfAbsent(part.supplier(), this::supplier);
    }
    return known;
  }

  private long supplier(String name) {
    return suppliers.add(new SupplierData(name, "71" + phone(name), null, "Tunis", null)).getId();
  }

  private static String phone(String name) {
    return String.format(java.util.Locale.ROOT, "%06d", Math.floorMod(name.hashCode(), 1_000_000));
  }

  /** Orders goods and takes all of them in. */
  void deliver(long supplier, List<PurchaseData.Line> goods, String note) {
    long order = order(supplier, goods);
    purchases.receive(order, new ReceiptData(note, List.of()));
  }

  /** Orders goods of which only a part comes. */
  void deliverInPart(long supplier, List<PurchaseData.Line> goods, String note) {
    PurchaseOrder order = purchases.find(order(supplier, goods));
    ReceiptData.Line some = new ReceiptData.Line(order.getLines().get(0).getId(), BigDecimal.ONE);
    purchases.receive(order.getId(), new ReceiptData(note, List.of(some)));
  }

  /** Writes an order that is not sent yet. */
  void draft(long supplier, List<PurchaseData.Line> goods) {
    purchases.open(new PurchaseData(supplier, null, null, goods));
  }

  private long order(long supplier, List<PurchaseData.Line> goods) {
    long order = purchases.open(new PurchaseData(supplier, null, null, goods)).getId();
    purchases.transition(order, null, PurchaseState.ORDERED, null);
    return order;
  }

  /** Returns a line at what the garage pays for a part. */
  static PurchaseData.Line line(long part, PartData data, BigDecimal quantity) {
    return new PurchaseData.Line(
        part, quantity, data.price().multiply(COST).setScale(3, RoundingMode.HALF_UP));
  }
}
