package tn.ecar.garage.csv;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.customer.Phone;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockMovement;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.Plate;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.VehicleData;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Takes in customers, vehicles and parts from files of lines. Each line is checked first, against
 * its form, against the lines before it and against what the garage has; then the good ones go
 * through the same use cases as typed ones, all in one transaction. So a file is in with every good
 * line, or not at all, and never with half a line, whatever happens in between. A line with an
 * {@code id} changes what has that identity, in the columns that the file has; one without makes
 * something new.
 */
@ApplicationScoped
@Transactional
public class CsvImport {
  /** The columns of customers, as the export writes them. */
  public static final List<String> CUSTOMER_COLUMNS =
      List.of(
          "id",
          "kind",
          "name",
          "phone",
          "secondPhone",
          "address",
          "town",
          "matriculeFiscal",
          "cin",
          "language");

  /** The columns of vehicles. The owner is told by identity or by phone. */
  public static final List<String> VEHICLE_COLUMNS =
      List.of(
          "id",
          "customerId",
          "customerPhone",
          "plate",
          "vin",
          "make",
          "model",
          "year",
          "fuel",
          "odometerKm");

  /** The columns of parts. What is on hand counts for new parts only. */
  public static final List<String> PART_COLUMNS =
      List.of(
          "id",
          "number",
          "barcode",
          "name",
          "unit",
          "reorderPoint",
          "price",
          "taxClass",
          "fodec",
          "supplier",
          "onHand");

  /** So many lines are written before what is written is forgotten. */
  private static final int CHUNK = 250;

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Customers customers;
  private final Vehicles vehicles;
  private final Parts parts;

  @Inject
  public CsvImport(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      Customers customers,
      Vehicles vehicles,
      Parts parts) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.customers = customers;
    this.vehicles = vehicles;
    this.parts = parts;
  }

  /** For the container's client proxy. */
  protected CsvImport() {
    this(null, null, null, null, null, null);
  }

  /**
   * Takes in customers.
   *
   * @param charset the encoding that came with the file; null to find it out
   * @throws RuleViolation if the file as a whole cannot be read
   */
  public ImportReport customers(byte[] file, Charset charset, ImportMode mode) {
    CsvTable table = read(file, charset, CUSTOMER_COLUMNS, Set.of("name", "phone"));
    new PresentCells(em, "Customer", CUSTOMER_COLUMNS.subList(1, CUSTOMER_COLUMNS.size()))
        .fill(table);
    Set<Long> known = new HashSet<>(identities("Customer"));
    return take("customers", table, mode, row -> customer(row, known));
  }

  private Line customer(CsvRow row, Set<Long> known) {
    CustomerData data =
        new CustomerData(
            row.choice("kind", Customer.Kind.class),
            row.text("name"),
            row.text("phone"),
            row.text("secondPhone"),
            row.text("address"),
            row.text("town"),
            row.text("matriculeFiscal"),
            row.text("cin"),
            row.choice("language", Customer.Language.class));
    // Parsed and thrown away: a wrong value must show before the first line is written.
    new Customer(data, clock.instant());
    Long id = known(row, known);
    return id == null
        ? new Line(true, () -> customers.receive(data))
        : new Line(false, () -> customers.change(id, null, data));
  }

  /**
   * Takes in vehicles, whose owners are in the garage already.
   *
   * @param charset the encoding that came with the file; null to find it out
   * @throws RuleViolation if the file as a whole cannot be read
   */
  public ImportReport vehicles(byte[] file, Charset charset, ImportMode mode) {
    CsvTable table = read(file, charset, VEHICLE_COLUMNS, Set.of("plate", "make"));
    new PresentCells(em, "Vehicle", List.of("plate", "vin", "make", "model", "year", "fuel"))
        .fill(table);
    Set<Long> owners = new HashSet<>(identities("Customer"));
    Set<Long> known = new HashSet<>(identities("Vehicle"));
    Map<String, Long> phones =
        byText("select c.phone, c.id from Customer c where c.archived = false");
    Map<String, Long> plates = byText("select v.plate, v.id from Vehicle v where v.active = true");
    LocalDate today = LocalDate.now(clock);
    return take(
        "vehicles",
        table,
        mode,
        row -> {
          Long id = known(row, known);
          Long owner = id == null ? owner(row, owners, phones) : null;
          VehicleData data =
              new VehicleData(
                  owner,
                  row.text("plate"),
                  row.text("vin"),
                  row.text("make"),
                  row.text("model"),
                  row.whole("year"),
                  row.choice("fuel", Fuel.class),
                  id == null ? row.whole("odometerKm") : null);
          Vehicle.check(data, today);
          requireFree("plate", new Plate(data.plate()).number(), id, plates);
          return id == null
              ? new Line(true, () -> vehicles.receive(data))
              : new Line(false, () -> vehicles.change(id, null, data));
        });
  }

  private static Long owner(CsvRow row, Set<Long> owners, Map<String, Long> phones) {
    Long told = row.identity("customerId");
    if (told != null) {
      if (!owners.contains(told)) {
        throw new RuleViolation("customerId", told, "There is no such customer.");
      }
      return told;
    }
    String phone = row.text("customerPhone");
    if (phone == null) {
      throw new RuleViolation(
          "customerId", null, "A vehicle has an owner: tell customerId or customerPhone.");
    }
    Long found = phones.get(new Phone(phone).number());
    if (found == null) {
      throw new RuleViolation(
          "customerPhone", phone, "No customer has this number: take in the customers first.");
    }
    if (found.equals(SEVERAL)) {
      throw new RuleViolation(
          "customerPhone", phone, "Several customers have this number: tell customerId.");
    }
    return found;
  }

  /**
   * Takes in parts with their prices and, for new ones, what is on the shelf.
   *
   * @param charset the encoding that came with the file; null to find it out
   * @throws RuleViolation if the file as a whole cannot be read
   */
  public ImportReport parts(byte[] file, Charset charset, ImportMode mode) {
    CsvTable table = read(file, charset, PART_COLUMNS, Set.of("number", "name", "price"));
    new PresentCells(em, "Part", PART_COLUMNS.subList(1, PART_COLUMNS.size() - 1)).fill(table);
    Set<Long> known = new HashSet<>(identities("Part"));
    Map<String, Long> numbers = byText("select p.number, p.id from Part p");
    Map<String, Long> barcodes =
        byText("select p.barcode, p.id from Part p where p.barcode is not null");
    return take("parts", table, mode, row -> part(row, known, numbers, barcodes));
  }

  private Line part(
      CsvRow row, Set<Long> known, Map<String, Long> numbers, Map<String, Long> barcodes) {
    PartData data =
        new PartData(
            row.text("number"),
            row.text("barcode"),
            row.text("name"),
            row.text("unit"),
            row.decimal("reorderPoint"),
            row.decimal("price"),
            row.choice("taxClass", TaxClass.class),
            row.yes("fodec"),
            row.text("supplier"));
    Part parsed = new Part(data);
    Long id = known(row, known);
    requireAbsent("number", parsed.getNumber(), id, numbers);
    requireAbsent("barcode", parsed.getBarcode(), id, barcodes);
    Quantity onHand = id == null ? onHand(row) : Quantity.ZERO;
    note(parsed.getNumber(), id, numbers);
    note(parsed.getBarcode(), id, barcodes);
    if (id != null) {
      return new Line(false, () -> parts.change(id, null, data));
    }
    return new Line(
        true,
        () -> {
          Part made = parts.add(data);
          if (!onHand.isZero()) {
            parts.move(made.getId(), onHand, StockMovement.Reason.COUNT, "CSV");
          }
        });
  }

  private static Quantity onHand(CsvRow row) {
    if (row.decimal("onHand") == null) {
      return Quantity.ZERO;
    }
    Quantity quantity = RuleViolation.in("onHand", () -> new Quantity(row.decimal("onHand")));
    if (quantity.value().signum() < 0) {
      throw new RuleViolation("onHand", quantity, "There is nothing or something on a shelf.");
    }
    return quantity;
  }

  private static CsvTable read(
      byte[] file, Charset charset, List<String> columns, Set<String> required) {
    return CsvTable.read(file, charset, new java.util.LinkedHashSet<>(columns), required);
  }

  private ImportReport take(
      String what, CsvTable table, ImportMode mode, Function<CsvRow, Line> check) {
    List<Line> good = new ArrayList<>();
    List<ImportReport.Refusal> refused = new ArrayList<>();
    for (CsvRow row : table.rows()) {
      try {
        row.requireForm();
        good.add(check.apply(row));
      } catch (RuleViolation broken) {
        refused.add(
            new ImportReport.Refusal(row.line(), broken.field(), broken.value(), broken.rule()));
      }
    }
    if (mode == ImportMode.ALL_OR_NOTHING && !refused.isEmpty()) {
      return new ImportReport(mode, table.rows().size(), 0, 0, refused);
    }
    write(good);
    int received = (int) good.stream().filter(Line::makes).count();
    int changed = good.size() - received;
    audit.record(
        what + ".imported", "import", null, null, received + " received, " + changed + " changed");
    return new ImportReport(mode, table.rows().size(), received, changed, refused);
  }

  private void write(List<Line> good) {
    for (int i = 0; i < good.size(); i++) {
      good.get(i).write().run();
      if (i % CHUNK == CHUNK - 1) {
        // Thousands of managed rows would each be looked at for changes at every line.
        em.flush();
        em.clear();
      }
    }
  }

  private static Long known(CsvRow row, Set<Long> known) {
    Long id = row.identity("id");
    if (id != null && !known.contains(id)) {
      throw new RuleViolation(
          "id", id, "There is nothing with this identity: leave it empty for something new.");
    }
    return id;
  }

  private static void requireFree(String field, String value, Long id, Map<String, Long> taken) {
    requireAbsent(field, value, id, taken);
    note(value, id, taken);
  }

  private static void requireAbsent(String field, String value, Long id, Map<String, Long> taken) {
    Long other = value == null ? null : taken.get(value);
    if (other != null && !other.equals(id)) {
      throw new RuleViolation(
          field, value, other.equals(NEW) ? "A line above has it." : "The garage has it already.");
    }
  }

  private static void note(String value, Long id, Map<String, Long> taken) {
    if (value != null) {
      taken.put(value, id == null ? NEW : id);
    }
  }

  /** Stands for an identity that is drawn later: identities begin at 1. */
  private static final Long NEW = 0L;

  /** Stands for more than one. */
  private static final Long SEVERAL = -1L;

  private Map<String, Long> byText(String query) {
    Map<String, Long> found = new HashMap<>();
    for (Object[] row : em.createQuery(query, Object[].class).getResultList()) {
      found.merge((String) row[0], (Long) row[1], (one, other) -> SEVERAL);
    }
    return found;
  }

  private List<Long> identities(String entity) {
    return em.createQuery("select e.id from " + entity + " e", Long.class).getResultList();
  }

  /**
   * A line that was found good.
   *
   * @param makes true if it makes something new
   * @param write takes it in
   */
  private record Line(boolean makes, Runnable write) {}
}
