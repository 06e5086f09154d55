package tn.ecar.garage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.TestGarage;

class SchemaIT {
  @Test
  void anEmptyAnOlderAndANewerSchemaAreRefusedWithTheWayOut() throws SQLException {
    DataSource database = TestGarage.emptyDatabase();
    assertThatThrownBy(() -> Schema.requireCurrent(database))
        .isInstanceOf(SchemaOutdated.class)
        .hasMessageContaining("empty")
        .hasMessageContaining("./ecar migrate");

    assertThat(Schema.migrate(database)).isEqualTo(Migrations.highest());
    assertThat(Schema.migrate(database)).isZero();
    assertThatCode(() -> Schema.requireCurrent(database)).doesNotThrowAnyException();

    run(
        database,
        "insert into flyway_schema_history values (999, '999', 'later', 'SQL', 'V999__later.sql',"
            + " 1, 'x', now(), 1, true)");
    assertThatThrownBy(() -> Schema.requireCurrent(database))
        .isInstanceOf(SchemaOutdated.class)
        .hasMessageContaining("newer");

    run(
        database,
        "delete from flyway_schema_history where installed_rank = 999 or version::int = "
            + Migrations.highest());
    assertThatThrownBy(() -> Schema.requireCurrent(database)).isInstanceOf(SchemaOutdated.class);
  }

  private static void run(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
