package tn.ecar.garage.upkeep;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.persistence.TransactionSql;
import tn.ecar.garage.vehicle.OdometerReading;

/**
 * Predicts the services of many vehicles at once: the rules are those of {@link Upkeep}, the rows
 * are read and written by the block. A block costs six statements, however many vehicles it has.
 */
@ApplicationScoped
@Transactional
public class Forecast {
  /** A car that nobody brings is driven less than it was: its predictions are made anew. */
  private static final Period GROWN_OLD = Period.ofDays(30);

  // A run fills the predictions faster than PostgreSQL counts them. So predictions are looked up
  // vehicle by vehicle here and below, in a form that leaves no other choice: as a join they would
  // be read from end to end for each block.
  //
  // Locked as Upkeep locks them: a reading that is noted meanwhile waits, and is predicted from by
  // its own.
  private static final String STALE =
      """
      select v.id, v.make, v.model from vehicle v
      where v.id = any (?) and v.active and v.odometer_on is not null and coalesce(
        (select max(p.computed_on) from service_prediction p where p.vehicle_id = v.id),
        '-infinity') < greatest(v.odometer_on, ?::date)
      order by v.id
      for no key update
      """;
  private static final String READINGS =
      """
      select vehicle_id, read_on, km, source from odometer_reading
      where vehicle_id = any (?) order by vehicle_id, read_on, id
      """;
  private static final String SERVICES =
      """
      select distinct on (vehicle_id, lower(name)) vehicle_id, name, done_on, km from service_done
      where vehicle_id = any (?) order by vehicle_id, lower(name), done_on desc, id desc
      """;
  private static final String OWNED =
      """
      select vehicle_id, max(owned_from) from vehicle_ownership
      where vehicle_id = any (?) and owned_to is null group by vehicle_id
      """;
  // What nextval gives is the last of a block of fifty that is then ours alone.
  private static final String WRITE =
      """
      insert into service_prediction as p
        (id, vehicle_id, name, due_km, due_on, earliest, latest, rate, computed_on)
      select nextval('service_prediction_id'), r.*, ?::date from unnest(?::bigint[], ?::text[],
        ?::integer[], ?::date[], ?::date[], ?::date[], ?::numeric[]) as r
      on conflict (vehicle_id, name) do update set due_km = excluded.due_km,
        due_on = excluded.due_on, earliest = excluded.earliest, latest = excluded.latest,
        rate = excluded.rate, computed_on = excluded.computed_on
      """;
  private static final String FORGET =
      """
      delete from service_prediction where id = any (array(
        select p.id from unnest(?::bigint[]) as wanted (id) cross join lateral (
          select * from service_prediction s where s.vehicle_id = wanted.id offset 0) p
        where not exists (
          select from unnest(?::bigint[], ?::text[]) as r (id, name)
          where r.id = p.vehicle_id and r.name = p.name)))
      """;

  private final EntityManager em;
  private final Clock clock;
  private final Intervals intervals;

  @Inject
  public Forecast(EntityManager em, Clock clock, Intervals intervals) {
    this.em = em;
    this.clock = clock;
    this.intervals = intervals;
  }

  /** For the container's client proxy. */
  protected Forecast() {
    this(null, null, null);
  }

  /**
   * Predicts anew those of the vehicles whose predictions are older than their newest reading or
   * than a month, or were never made.
   *
   * @return how many vehicles that were
   */
  public int refresh(Collection<Long> vehicleIds) {
    return TransactionSql.run(em, connection -> refresh(connection, vehicleIds));
  }

  private int refresh(Connection connection, Collection<Long> vehicleIds) throws SQLException {
    LocalDate today = LocalDate.now(clock);
    Map<Long, Car> cars = stale(connection, vehicleIds, today.minus(GROWN_OLD));
    if (cars.isEmpty()) {
      return 0;
    }
    Array ids = connection.createArrayOf("bigint", cars.keySet().toArray());
    readings(connection, ids, cars);
    services(connection, ids, cars);
    owned(connection, ids, cars);
    List<ServiceInterval> all = intervals.all();
    Rows rows = new Rows();
    cars.values().forEach(car -> car.predict(all, today, rows));
    rows.write(connection, today, ids);
    return cars.size();
  }

  private static Map<Long, Car> stale(
      Connection connection, Collection<Long> vehicleIds, LocalDate oldest) throws SQLException {
    Map<Long, Car> cars = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(STALE)) {
      select.setArray(1, connection.createArrayOf("bigint", vehicleIds.toArray()));
      select.setObject(2, oldest);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          cars.put(row.getLong(1), new Car(row.getLong(1), row.getString(2), row.getString(3)));
        }
      }
    }
    return cars;
  }

  private static void readings(Connection connection, Array ids, Map<Long, Car> cars)
      throws SQLException {
    read(
        connection,
        READINGS,
        ids,
        row ->
            cars.get(row.getLong(1))
                .readings
                .add(
                    new Distance.Reading(
                        row.getObject(2, LocalDate.class),
                        row.getInt(3),
                        OdometerReading.Source.valueOf(row.getString(4)))));
  }

  private static void services(Connection connection, Array ids, Map<Long, Car> cars)
      throws SQLException {
    read(
        connection,
        SERVICES,
        ids,
        row ->
            cars.get(row.getLong(1))
                .done
                .put(
                    ServiceInterval.key(row.getString(2)),
                    new Distance.Point(row.getObject(3, LocalDate.class), row.getInt(4))));
  }

  private static void owned(Connection connection, Array ids, Map<Long, Car> cars)
      throws SQLException {
    read(
        connection,
        OWNED,
        ids,
        row -> cars.get(row.getLong(1)).ownedSince = row.getObject(2, LocalDate.class));
  }

  private static void read(Connection connection, String sql, Array ids, Row each)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, ids);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          each.take(row);
        }
      }
    }
  }

  /** What is done with each row. */
  @FunctionalInterface
  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  /** What is known of one vehicle. */
  private static final class Car {
    private final long id;
    private final String make;
    private final String model;
    private final List<Distance.Reading> readings = new ArrayList<>();
    private final Map<String, Distance.Point> done = new HashMap<>();
    private LocalDate ownedSince;

    Car(long id, String make, String model) {
      this.id = id;
      this.make = make;
      this.model = model;
    }

    void predict(List<ServiceInterval> all, LocalDate today, Rows rows) {
      Distance distance = Distance.of(readings);
      if (distance.points().isEmpty()) {
        return;
      }
      UsageRate rate = UsageRate.estimate(distance.points(), ownedSince, today);
      for (ServiceInterval interval : ServiceInterval.of(all, make, model)) {
        rows.add(
            id,
            interval.getName(),
            Upkeep.due(interval, done.get(ServiceInterval.key(interval.getName())), distance, rate),
            rate);
      }
    }
  }

  /** The predictions of a block, column by column. */
  private static final class Rows {
    private final List<Long> vehicles = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<DueDate> dates = new ArrayList<>();
    private final List<BigDecimal> rates = new ArrayList<>();

    void add(long vehicle, String name, DueDate due, UsageRate rate) {
      vehicles.add(vehicle);
      names.add(name);
      dates.add(due);
      rates.add(BigDecimal.valueOf(rate.kmPerDay()).setScale(3, RoundingMode.HALF_UP));
    }

    void write(Connection connection, LocalDate today, Array ids) throws SQLException {
      Array ofVehicles = connection.createArrayOf("bigint", vehicles.toArray());
      Array ofNames = connection.createArrayOf("text", names.toArray());
      try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
        insert.setObject(1, today);
        insert.setArray(2, ofVehicles);
        insert.setArray(3, ofNames);
        insert.setArray(4, column(connection, "integer", DueDate::dueKm));
        insert.setArray(5, column(connection, "date", DueDate::on));
        insert.setArray(6, column(connection, "date", DueDate::earliest));
        insert.setArray(7, column(connection, "date", DueDate::latest));
        insert.setArray(8, connection.createArrayOf("numeric", rates.toArray()));
        insert.executeUpdate();
      }
      try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
        delete.setArray(1, ids);
        delete.setArray(2, ofVehicles);
        delete.setArray(3, ofNames);
        delete.executeUpdate();
      }
    }

    private Array column(
        Connection connection, String type, java.util.function.Function<DueDate, Object> value)
        throws SQLException {
      return connection.createArrayOf(type, dates.stream().map(value).toArray());
    }
  }
}
