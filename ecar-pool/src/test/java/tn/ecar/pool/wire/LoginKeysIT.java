package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.RealPostgres;

/** Keys that decide what a client may say and who it may be: without each, then with it. */
@Timeout(60)
class LoginKeysIT {
  private static final String TRUST = "auth_type = trust";
  private static final int VERSION = 3 << 16;

  @TempDir Path directory;

  @Test
  void disablePqexec() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST);
        RawClient client = RawClient.of(pool)) {
      assertThat(client.query("select 1").types()).isEqualTo("TDCZ");
    }
    try (ListeningPool pool = ListeningPool.with(TRUST, "disable_pqexec = 1");
        RawClient extended = RawClient.of(pool);
        RawClient simple = RawClient.of(pool)) {
      extended.parse("", "select 1").bind("").execute().sync();
      assertThat(extended.types()).isEqualTo("12DCZ");
      RawClient.Answer refusal = simple.query("select 1").next();
      assertThat(refusal.field('S')).isEqualTo("FATAL");
      assertThat(refusal.field('C')).isEqualTo("08P01");
      assertThat(refusal.field('M')).isEqualTo("PQexec disallowed");
    }
  }

  @Test
  void ignoreStartupParameters() throws Exception {
    List<String[]> strange =
        List.of(
            new String[] {"garage_branch", "Sfax"},
            new String[] {"options", "-c garage_branch=Sfax"});
    try (ListeningPool pool = ListeningPool.with(TRUST)) {
      for (String[] parameter : strange) {
        try (RawClient client = new RawClient(pool.port())) {
          client.start(VERSION, parameter);
          assertThat(client.last().field('M')).startsWith("unsupported startup parameter");
        }
      }
    }
    String key = "ignore_startup_parameters = something_else, garage_branch";
    try (ListeningPool pool = ListeningPool.with(TRUST, key)) {
      for (String[] parameter : strange) {
        try (RawClient client = RawClient.of(pool, parameter)) {
          assertThat(client.query("select 1").types()).isEqualTo("TDCZ");
        }
      }
      try (RawClient client = new RawClient(pool.port())) {
        client.start(VERSION, "garage_till", "2");
        assertThat(client.last().field('M'))
            .isEqualTo("unsupported startup parameter: garage_till");
      }
    }
  }

  /** The table holds whom PostgreSQL does not know, so that its own list could not answer. */
  @Test
  void authQuery() throws Exception {
    RealPostgres.shared()
        .execute(
            "ecar_db",
            "create table till_secrets (till text, secret text)",
            "insert into till_secrets values ('till_1', 'the till''s secret')",
            "alter table till_secrets owner to ecar_user");
    Path users = directory.resolve("users.txt");
    Files.writeString(users, "\"ecar_user\" \"" + RealPostgres.PASSWORD + "\"\n");
    String own = "select till, secret from till_secrets where till = $1";
    String[] lines = {
      "auth_file = " + users,
      "auth_user = ecar_user",
      "auth_dbname = ecar_db",
      "auth_query = " + own
    };
    try {
      try (ListeningPool pool = ListeningPool.with(lines)) {
        assertThat(till(pool, "forced", "the till's secret")).isEqualTo("ecar_user");
        assertThat(till(pool, "forced", "guessed")).contains("password authentication failed");
        assertThat(
                Psql.of(pool)
                    .with("PGUSER", "till_2")
                    .with("PGDATABASE", "forced")
                    .run("select 1")
                    .text())
            .contains("no such user");
      }
      lines[3] = "auth_query = select $1, 'what everybody has'";
      String entry =
          "named = host=127.0.0.1 dbname=ecar_db user=ecar_user auth_query='%s' port=%d"
              .formatted(own, RealPostgres.shared().port());
      try (ListeningPool pool =
          ListeningPool.with(lines[0], lines[1], lines[2], lines[3], "[databases]", entry)) {
        assertThat(till(pool, "named", "the till's secret")).isEqualTo("ecar_user");
        assertThat(till(pool, "forced", "what everybody has")).isEqualTo("ecar_user");
      }
    } finally {
      RealPostgres.shared().execute("ecar_db", "drop table till_secrets");
    }
  }

  private static String till(ListeningPool pool, String database, String password)
      throws Exception {
    return Psql.of(pool)
        .with("PGUSER", "till_1")
        .with("PGDATABASE", database)
        .with("PGPASSWORD", password)
        .run("select current_user")
        .text();
  }
}
