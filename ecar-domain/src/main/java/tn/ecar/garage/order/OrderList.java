package tn.ecar.garage.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.Texts;
import tn.ecar.garage.customer.Phone;
import tn.ecar.garage.persistence.Lists;
import tn.ecar.garage.vehicle.Plate;

/** Finds work orders and counts them: the list of orders, wherever it is shown. */
@ApplicationScoped
@Transactional
public class OrderList {
  private static final Map<String, String> SORTS =
      Map.of(
          "number", "o.number",
          "state", "o.state",
          "plate", "v.plate",
          "customerName", "c.name",
          "openedAt", "o.openedAt");

  private final EntityManager em;
  private final Clock clock;

  @Inject
  public OrderList(EntityManager em, Clock clock) {
    this.em = em;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected OrderList() {
    this(null, null);
  }

  /**
   * Returns the orders that match, newest first, or sorted by {@code number}, {@code state}, {@code
   * plate}, {@code customerName}, {@code openedAt}. Two statements.
   */
  public Page<OrderRow> search(OrderQuery query, PageRequest page) {
    return list(query).page(page);
  }

  /** Returns the newest orders that match, and counts no others. One statement. */
  public List<OrderRow> newest(OrderQuery query, int most) {
    return list(query).first(most);
  }

  private Lists<OrderRow> list(OrderQuery query) {
    String select =
        "select new tn.ecar.garage.order.OrderRow(o.id, o.number, o.state, v.plate, v.make,"
            + " v.model, c.name, o.complaint, t.name, o.openedAt, i.number, o.promisedAt,"
            + " o.version)";
    String joins =
        " join o.vehicle v join o.customer c left join o.technician t left join Invoice i on"
            + " i.orderId = o.id";
    ZoneId zone = clock.getZone();
    Lists<OrderRow> list =
        Lists.of(em, OrderRow.class, select, " from WorkOrder o", joins)
            .where("o.state in :states", "states", query.states().isEmpty() ? null : query.states())
            .where(
                "(o.id in (select a.id from WorkOrder a where a.technician.id = :technician) or"
                    + " o.id in (select w.id from WorkOrder w join w.helpers h where h.id ="
                    + " :technician))",
                "technician",
                query.technicianId())
            .where("o.vehicle.id = :vehicle", "vehicle", query.vehicleId())
            .where("o.customer.id = :customer", "customer", query.customerId())
            .where("o.openedAt >= :since", "since", query.since(zone))
            .where("o.openedAt < :until", "until", query.until(zone));
    if (!Texts.isBlank(query.text())) {
      list.where(
              "o.id in (select term.orderId from OrderTerm term where term.number like :number"
                  + " escape '!' or term.text like :text escape '!' or term.plate like :plate"
                  + " escape '!' or term.phone like :phone escape '!' or term.secondPhone like"
                  + " :phone escape '!')")
          .with("text", Texts.contains(query.text()))
          .with("number", Texts.containsNumber(query.text()))
          .with("plate", Plate.pattern(query.text()))
          .with("phone", Phone.pattern(query.text()));
    }
    return list.enumerated("state", OrderState.class).sorted(SORTS, "o.openedAt desc", "o.id");
  }

  /** Returns how many orders stand in each state that occurs; one statement. */
  public Map<OrderState, Long> countByState() {
    Map<OrderState, Long> counts = new EnumMap<>(OrderState.class);
    em.createQuery("select o.state, count(o) from WorkOrder o group by o.state", Object[].class)
        .getResultList()
        .forEach(row -> counts.put((OrderState) row[0], (Long) row[1]));
    return counts;
  }
}
