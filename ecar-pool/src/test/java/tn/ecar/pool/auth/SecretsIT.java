package tn.ecar.pool.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;

/** Our secrets and PostgreSQL's are the same: what one stores, the other takes. */
class SecretsIT {
  private static final String PASSWORD = "pa ssé \" ' wort";
  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final RealPostgres postgres = RealPostgres.shared();

  @Test
  void a_verifier_that_postgresql_made_proves_our_client() throws Exception {
    Secret stored = stored(RealPostgres.USER);
    assertThat(stored).isInstanceOf(Secret.ScramVerifier.class);
    ScramServer server = ScramServer.of("somebody", List.of(stored), 4096);
    ScramClient client = ScramClient.of(new Secret.Clear(RealPostgres.PASSWORD));

    client.verify(server.judge(client.answer(server.challenge(client.first()))));

    assertThat(server.keys()).isPresent();
  }

  @Test
  void our_md5_hash_is_the_one_that_postgresql_made() throws SQLException {
    assertThat(stored(RealPostgres.MD5_USER))
        .isEqualTo(Md5.hash(RealPostgres.MD5_USER, RealPostgres.PASSWORD));
  }

  @Test
  void a_role_with_our_verifier_logs_in_with_its_password_only() throws SQLException {
    Secret.ScramVerifier verifier = ScramServer.verifier(new Secret.Clear(PASSWORD), SALT, 4096);
    postgres.execute("postgres", "create role verified login password '" + verifier.text() + "'");

    try (Connection connection = postgres.connect(RealPostgres.DATABASE, "verified", PASSWORD)) {
      assertThat(connection.isValid(5)).isTrue();
    }
    assertThatThrownBy(() -> postgres.connect(RealPostgres.DATABASE, "verified", "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("28P01"));
  }

  private Secret stored(String role) throws SQLException {
    try (Connection connection = postgres.superuser("postgres");
        PreparedStatement statement =
            connection.prepareStatement("select rolpassword from pg_authid where rolname = ?")) {
      statement.setString(1, role);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        return Secret.parse(row.getString(1));
      }
    }
  }
}
