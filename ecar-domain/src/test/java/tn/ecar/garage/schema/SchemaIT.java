package tn.ecar.garage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.TestGarage;

class SchemaIT {
  @Test
  void anEmptyAndAnOlderSchemaAreRefusedWithTheWayOut() throws SQLException {
    DataSource database = TestGarage.emptyDatabase();
    assertThatThrownBy(() -> Schema.requireCurrent(database))
        .isInstanceOf(SchemaOutdated.class)
        .hasMessageContaining("empty")
        .hasMessageContaining("./ecar migrate");

    assertThat(Schema.migrate(database)).isEqualTo(Migrations.highest());
    assertThat(Schema.migrate(database)).isZero();
    assertThatCode(() -> Schema.requireCurrent(database)).doesNotThrowAnyException();

    run(database, "delete from flyway_schema_history where version::int = " + Migrations.highest());
    assertThatThrownBy(() -> Schema.requireCurrent(database))
        .isInstanceOf(SchemaOutdated.class)
        .hasMessageContaining("./ecar migrate");
  }

  @Test
  void theProgramOfBeforeWasRefusedOnASchemaThatARollbackLeavesItSoItCouldNotComeBack()
      throws SQLException {
    DataSource database = TestGarage.emptyDatabase();
    Schema.migrate(database);
    run(
        database,
        "insert into flyway_schema_history values (999, '999', 'later', 'SQL', 'V999__later.sql',"
            + " 1, 'x', now(), 1, true)");

    assertThat(warnings(() -> Schema.requireCurrent(database)))
        .singleElement()
        .asString()
        .contains("The schema is of version 999", "needs only " + Migrations.highest());
    assertThat(Schema.migrate(database)).isZero();
  }

  private static List<String> warnings(ThrowingRunnable work) throws SQLException {
    List<String> lines = new ArrayList<>();
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(Schema.class.getName());
    log.addHandler(listener);
    try {
      work.run();
    } finally {
      log.removeHandler(listener);
    }
    return lines;
  }

  private static void run(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private interface ThrowingRunnable {
    void run() throws SQLException;
  }
}
