package tn.ecar.garage.csv;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.vehicle.Vehicle;

/**
 * Gives out customers, vehicles and parts as lines that {@link CsvImport} takes in again. A piece
 * at a time, each in its own transaction: a slow reader holds no connection of the database.
 */
@ApplicationScoped
@Transactional
public class CsvExport {
  private static final int PIECE = 500;

  private final EntityManager em;

  @Inject
  public CsvExport(EntityManager em) {
    this.em = em;
  }

  /** For the container's client proxy. */
  protected CsvExport() {
    this(null);
  }

  /**
   * A stretch of a file.
   *
   * @param text its lines, the first piece with the header
   * @param last identity of the last line; null if there are no more
   */
  public record Piece(String text, Long last) {}

  /**
   * Returns the customers who are not archived, by identity.
   *
   * @param after the last identity of the piece before; null for the first
   */
  public Piece customers(Long after) {
    List<Customer> rows =
        read(
            Customer.class,
            "select c from Customer c where c.archived = false and c.id > :after order by c.id",
            after);
    return piece(
        after,
        CsvImport.CUSTOMER_COLUMNS,
        rows,
        Customer::getId,
        c ->
            Arrays.asList(
                c.getId(),
                c.getKind(),
                c.getName(),
                c.getPhone(),
                c.getSecondPhone(),
                c.getAddress(),
                c.getTown(),
                c.getMatriculeFiscal() == null ? null : c.getMatriculeFiscal().number(),
                c.getCin() == null ? null : c.getCin().number(),
                c.getLanguage()));
  }

  /**
   * Returns the active vehicles with their owners, by identity.
   *
   * @param after the last identity of the piece before; null for the first
   */
  public Piece vehicles(Long after) {
    List<Vehicle> rows =
        read(
            Vehicle.class,
            "select v from Vehicle v join fetch v.customer where v.active = true and v.id > :after"
                + " order by v.id",
            after);
    return piece(
        after,
        CsvImport.VEHICLE_COLUMNS,
        rows,
        Vehicle::getId,
        v ->
            Arrays.asList(
                v.getId(),
                v.getCustomer().getId(),
                v.getCustomer().getPhone(),
                v.getPlate().number(),
                v.getVin() == null ? null : v.getVin().number(),
                v.getMake(),
                v.getModel(),
                v.getYear(),
                v.getFuel(),
                v.getOdometerKm()));
  }

  /**
   * Returns all parts, by identity.
   *
   * @param after the last identity of the piece before; null for the first
   */
  public Piece parts(Long after) {
    List<Part> rows =
        read(Part.class, "select p from Part p where p.id > :after order by p.id", after);
    return piece(
        after,
        CsvImport.PART_COLUMNS,
        rows,
        Part::getId,
        p ->
            Arrays.asList(
                p.getId(),
                p.getNumber(),
                p.getBarcode(),
                p.getName(),
                p.getUnit(),
                p.getReorderPoint(),
                p.getPrice(),
                p.getTaxClass(),
                p.isFodec(),
                p.getSupplier(),
                p.getOnHand()));
  }

  private <T> List<T> read(Class<T> type, String query, Long after) {
    return em.createQuery(query, type)
        .setParameter("after", after == null ? 0L : after)
        .setMaxResults(PIECE)
        .getResultList();
  }

  private static <T> Piece piece(
      Long after,
      List<String> columns,
      List<T> rows,
      Function<T, Long> identity,
      Function<T, List<?>> cells) {
    List<String> lines = new ArrayList<>();
    if (after == null) {
      lines.add(CsvWriter.header(columns));
    }
    rows.forEach(row -> lines.add(CsvWriter.line(cells.apply(row))));
    return new Piece(
        String.join("", lines),
        rows.size() < PIECE ? null : identity.apply(rows.get(rows.size() - 1)));
  }
}
