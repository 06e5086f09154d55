package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.supply.PurchaseData;

/** The demo's shelves: filled at the beginning, and again before one is empty. */
@ApplicationScoped
public class DemoStock {
  private final Parts parts;
  private final DemoSupply supply;

  @Inject
  public DemoStock(Parts parts, DemoSupply supply) {
    this.parts = parts;
    this.supply = supply;
  }

  /** For the container's client proxy. */
  protected DemoStock() {
    this(null, null);
  }

  /** What lies on the shelves, remembered so that a delivery comes before a shelf is empty. */
  static final class Shelves {
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, BigDecimal> left = new HashMap<>();
    private Map<String, Long> suppliers = Map.of();
    private int deliveries;

    long id(String number) {
      return parts.get(number).getId();
    }
  }

  /** Lists the parts and receives a first delivery of each. */
  Shelves fillShelves() {
    Shelves shelves = new Shelves();
    shelves.suppliers = supply.introduce();
    for (PartData data : DemoCatalogue.PARTS) {
      shelves.parts.put(data.number(), parts.add(data));
      shelves.left.put(data.number(), BigDecimal.ZERO);
      deliver(shelves, data);
    }
    return shelves;
  }

  private void deliver(Shelves shelves, PartData data) {
    BigDecimal quantity = DemoCatalogue.delivery(data);
    shelves.deliveries++;
    String note = "BL-" + (1_000 + shelves.deliveries);
    supply.deliver(
        shelves.suppliers.get(data.supplier()),
        List.of(DemoSupply.line(shelves.id(data.number()), data, quantity)),
        note);
    shelves.left.merge(data.number(), quantity, BigDecimal::add);
  }

  /** Orders of which some goods are still to come, and one that is being written. */
  Shelves expectGoods(Shelves shelves) {
    for (int i = 0; i < 3; i++) {
      PartData data = DemoCatalogue.PARTS.get(i * 7);
      long supplier = shelves.suppliers.get(data.supplier());
      BigDecimal quantity = DemoCatalogue.delivery(data);
      PurchaseData.Line line = DemoSupply.line(shelves.id(data.number()), data, quantity);
      if (i == 0) {
        supply.draft(supplier, List.of(line));
      } else {
        supply.deliverInPart(supplier, List.of(line), "BL-9" + i);
      }
    }
    return shelves;
  }

  /** Takes a job's parts into account; orders what runs short. */
  void takeFrom(Shelves shelves, DemoCatalogue.Job job) {
    for (DemoCatalogue.Use use : job.uses()) {
      BigDecimal left = shelves.left.get(use.number()).subtract(new BigDecimal(use.quantity()));
      shelves.left.put(use.number(), left);
      PartData data =
          DemoCatalogue.PARTS.stream()
              .filter(part -> part.number().equals(use.number()))
              .findFirst()
              .orElseThrow();
      if (left.compareTo(data.reorderPoint()) < 0) {
        deliver(shelves, data);
      }
    }
  }

  /** Returns a job's parts as lines, and the labour. */
  static List<LineData> lines(Shelves shelves, DemoCatalogue.Job job) {
    List<LineData> lines = new ArrayList<>();
    for (DemoCatalogue.Use use : job.uses()) {
      lines.add(LineData.part(shelves.id(use.number()), use.quantity()));
    }
    lines.add(LineData.labour("Main d'œuvre : " + job.work(), job.hours(), DemoCatalogue.HOUR));
    return lines;
  }
}
