package tn.ecar.system;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tn.ecar.launch.Refusal;

/**
 * A town's vehicles, written straight into the database: five to a customer, each with three
 * readings of the last year and without predictions.
 */
final class ManyVehicles {
  private static final long FIRST = 10_000_000;

  private final Product product;

  ManyVehicles(Product product) {
    this.product = product;
  }

  /** Writes them. */
  void make(int vehicles) throws SQLException, Refusal {
    sql(
        """
        INSERT INTO customer (id, version, kind, name, phone, language, archived, received_at)
        SELECT %1$d + n, 1, 'PERSON', 'Client ' || n, '+216' || (20000000 + n), 'FR', false, now()
        FROM generate_series(0, %2$d / 5) n;
        INSERT INTO vehicle (id, version, customer_id, plate, make, model, model_year, fuel,
          odometer_km, odometer_on, active)
        SELECT %1$d + n, 1, %1$d + n / 5, (200 + n / 9999) || ' TU ' || (1 + n %% 9999),
          (ARRAY['Peugeot', 'Toyota', 'Kia'])[1 + n %% 3],
          (ARRAY['208', 'Corolla', 'Picanto'])[1 + n %% 3], 2019, 'DIESEL',
          20000 + n %% 60000 + 300 * (20 + n %% 60), current_date - 1, true
        FROM generate_series(0, %2$d - 1) n;
        INSERT INTO vehicle_ownership (id, vehicle_id, customer_id, owned_from)
        SELECT %1$d + n, %1$d + n, %1$d + n / 5, current_date - 900
        FROM generate_series(0, %2$d - 1) n;
        INSERT INTO odometer_reading (id, vehicle_id, km, read_on, source)
        SELECT %1$d + 3 * n + k, %1$d + n, 20000 + n %% 60000 + k * 150 * (20 + n %% 60),
          current_date - 301 + k * 150, 'RECEPTION'
        FROM generate_series(0, %2$d - 1) n, generate_series(0, 2) k;
        """
            .formatted(FIRST, vehicles));
    // Not in a transaction block, as several statements at once are.
    sql("ANALYZE");
  }

  /** Takes away what a run of reminders has written. */
  void forgetReminders() throws SQLException, Refusal {
    sql("TRUNCATE service_prediction; DELETE FROM message WHERE kind = 'SERVICE'");
  }

  void sql(String sql) throws SQLException, Refusal {
    try (Connection connection = product.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException, Refusal {
    try (Connection connection = product.superuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
