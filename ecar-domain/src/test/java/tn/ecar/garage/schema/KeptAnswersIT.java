package tn.ecar.garage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.TestGarage;

/** Answers of requests that were kept before the schema was changed. */
class KeptAnswersIT {
  @Test
  void theProgramOfBeforeAnsweredARepeatedRequestInAFormThatNobodyReads() throws SQLException {
    DataSource database = TestGarage.emptyDatabase();
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database)
        .locations("classpath:" + Migrations.FOLDER)
        .target("26")
        .load()
        .migrate();
    run(
        database,
        """
        insert into idempotency_key
        select 'caisse', number, 'POST /api/v1/' || asked, repeat('0', 64), now(), 200,
          'application/json', null, null, answer
        from (values
          ('1', 'quotes/17/sending', '{"token":"17.1.20620.kZ0b-_Q"}'),
          ('2', 'approvals/17.1.20620.kZ0b-_Q', '{}')) as kept (number, asked, answer)
        """);

    Schema.migrate(database);

    String kept =
        "select string_agg(request_key || ' ' || media_type || ' ' || answer, E'\\n'"
            + " order by request_key) from idempotency_key";
    assertThat(text(database, kept).lines())
        .containsExactly(
            "1 application/json {\"token\":\"17.1.20620.kZ0b-_Q\"}", "2 application/json {}");
  }

  private static void run(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
