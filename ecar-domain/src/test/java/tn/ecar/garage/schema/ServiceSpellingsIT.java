package tn.ecar.garage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.TestGarage;

/** What stood under several spellings of a service when its intervals had become one. */
class ServiceSpellingsIT {
  private final DataSource database = TestGarage.emptyDatabase();

  @BeforeEach
  void asItWasBefore() {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database)
        .locations("classpath:" + Migrations.FOLDER)
        .target("25")
        .load()
        .migrate();
  }

  @Test
  void aReminderThatWasSentUnderAnotherSpellingWasSentOnceMore() throws SQLException {
    messages("service/7/VIDANGE/45000", "service/7/vidange/2026-05-01", "service/7/Pneus/45000");
    messages("service/8/filtre à air / huile/9000", "order/7/VIDANGE/45000");
    messages("service/9/vidange/100", "service/9/VIDANGE/100");
    messages("service/10/vidange/100", "service/10/Vidange/100");
    run("insert into service_interval values (99, 1, 'Filtre à air / Huile', null, null, 9000)");

    Schema.migrate(database);

    assertThat(texts("select message_key from message order by id"))
        .containsExactly(
            "service/7/Vidange/45000",
            "service/7/Vidange/2026-05-01",
            "service/7/Pneus/45000",
            "service/8/Filtre à air / Huile/9000",
            "order/7/VIDANGE/45000",
            "service/9/Vidange/100",
            "service/9/VIDANGE/100",
            "service/10/vidange/100",
            "service/10/Vidange/100");
    assertThat(texts("select version::text from message order by id"))
        .containsExactly("2", "2", "1", "2", "1", "2", "1", "1", "1");
  }

  @Test
  void whatOrdersServedAndWhatWasDoneIsCalledAsTheInterval() throws SQLException {
    for (String table : List.of("order_service", "service_record")) {
      served(table, 1, "vidange");
      served(table, 2, "VIDANGE");
      served(table, 2, "vidange");
      served(table, 3, "vidange");
      served(table, 3, "Vidange");
      served(table, 4, "Pneus");
    }
    served("service_record", null, "vidange");
    served("service_record", null, "VIDANGE");

    Schema.migrate(database);

    String named = "select coalesce(work_order_id, 0) || ' ' || name from %s order by id";
    assertThat(texts(named.formatted("order_service")))
        .containsExactly(
            "1 Vidange", "2 Vidange", "2 vidange", "3 vidange", "3 Vidange", "4 Pneus");
    assertThat(texts(named.formatted("service_record")))
        .containsExactly(
            "1 Vidange",
            "2 Vidange",
            "2 vidange",
            "3 vidange",
            "3 Vidange",
            "4 Pneus",
            "0 Vidange",
            "0 Vidange");
  }

  @Test
  void aServiceIsPredictedOnceForEachVehicle() throws SQLException {
    predicted(1, "vidange", "2026-01-01");
    predicted(2, "vidange", "2026-01-03");
    predicted(2, "Vidange", "2026-01-01");
    predicted(3, "VIDANGE", "2026-01-01");
    predicted(3, "vidange", "2026-01-02");
    predicted(4, "Pneus", "2026-01-01");

    Schema.migrate(database);

    assertThat(
            texts("select vehicle_id || ' ' || name || ' ' || computed_on from service_prediction"))
        .containsExactlyInAnyOrder(
            "1 Vidange 2026-01-01",
            "2 Vidange 2026-01-01",
            "3 Vidange 2026-01-02",
            "4 Pneus 2026-01-01");
  }

  private void messages(String... keys) throws SQLException {
    for (String key : keys) {
      run(
          "insert into message (id, version, message_key, kind, channel, customer_id, recipient,"
              + " body, state, written_at, next_attempt_at, expires_at, state_since) select"
              + " count(*) + 1, 1, '"
              + key
              + "', 'SERVICE', 'SMS', 1, '+21620123456', 'x', 'SENT', now(), now(), now() +"
              + " interval '1 day', now() from message");
    }
  }

  private void served(String table, Integer order, String name) throws SQLException {
    run(
        table.equals("order_service")
            ? "insert into order_service select count(*) + 1, %d, '%s' from order_service"
                .formatted(order, name)
            : "insert into service_record select count(*) + 1, 1, '%2$s', '2026-01-01', 9, %1$d, 'x' from service_record"
                .formatted(order, name));
  }

  private void predicted(int vehicle, String name, String computed) throws SQLException {
    run(
        ("insert into service_prediction select count(*) + 1, %d, '%s', 9, '2026-05-01',"
                + " '2026-05-01', '2026-05-01', 1, '%s' from service_prediction")
            .formatted(vehicle, name, computed));
  }

  /** The vehicles, orders and customers are left out: their keys are not asked for. */
  private void run(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(sql);
    }
  }

  private List<String> texts(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
