package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.auth.Secret;

class ConfigurationTest {
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir Path directory;

  private Path ini(String... lines) throws IOException {
    return Files.write(directory.resolve("pool.ini"), List.of(lines));
  }

  private Configuration read(String... lines) throws IOException {
    return Configuration.read(ini(lines), NOTHING);
  }

  @Test
  void the_shipped_default_is_the_garages_own_ini() {
    Configuration shipped = Configuration.read(null, NOTHING);

    assertThat(shipped.file()).isEmpty();
    assertThat(shipped.list(Setting.LISTEN_ADDR)).containsExactly("127.0.0.1");
    assertThat(shipped.integer(Setting.LISTEN_PORT)).isEqualTo(6432);
    assertThat(shipped.authType()).isEqualTo(AuthType.MD5);
    assertThat(shipped.text(Setting.AUTH_FILE)).isEqualTo("/etc/pgbouncer/userlist.txt");
    assertThat(shipped.poolMode()).isEqualTo(PoolMode.TRANSACTION);
    assertThat(shipped.integer(Setting.MAX_CLIENT_CONN)).isEqualTo(100);
    assertThat(shipped.duration(Setting.RESERVE_POOL_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(shipped.text(Setting.RESERVE_POOL_TIMEOUT)).isEqualTo("5");
    assertThat(shipped.text(Setting.SERVER_RESET_QUERY)).isEqualTo("DISCARD ALL");
    assertThat(shipped.text(Setting.SERVER_CHECK_QUERY)).isEqualTo("SELECT 1");
    DatabaseSettings garage = shipped.database("ecar_db").orElseThrow();
    assertThat(garage.addresses()).containsExactly(new ServerAddress("localhost", 5432));
    assertThat(garage.dbname()).isEqualTo("ecar_db");
    PoolLimits limits = shipped.limits(garage, "ecar_user");
    assertThat(limits.poolSize()).isEqualTo(20);
    assertThat(limits.minPoolSize()).isEqualTo(5);
    assertThat(limits.reservePoolSize()).isEqualTo(10);
    assertThat(limits.maxDbConnections()).isEqualTo(50);
    assertThat(limits.maxUserConnections()).isEqualTo(50);
    assertThat(limits.queryWaitTimeout()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void absent_keys_have_their_defaults() throws IOException {
    Configuration empty = read("[pgbouncer]");

    for (Setting setting : Setting.values()) {
      if (setting != Setting.CONFFILE) {
        assertThat(empty.text(setting)).isEqualTo(setting.defaultValue());
      }
    }
    assertThat(empty.integer(Setting.VERBOSE)).isZero();
  }

  @Test
  void user_goes_before_database_goes_before_global() throws IOException {
    Configuration configuration =
        read(
            "[databases]",
            "wide = host=db pool_size=30 pool_mode=statement query_wait_timeout=7.5",
            "plain = host=db query_wait_timeout=-1",
            "forced = host=db user=boss",
            "[users]",
            "boss = pool_size=3 reserve_pool_size=2 pool_mode=session max_user_connections=9",
            "[pgbouncer]",
            "default_pool_size = 10");

    PoolLimits database = limits(configuration, "wide", "anybody");
    assertThat(database.poolSize()).isEqualTo(30);
    assertThat(database.poolMode()).isEqualTo(PoolMode.STATEMENT);
    assertThat(database.queryWaitTimeout()).isEqualTo(Duration.ofMillis(7500));
    PoolLimits user = limits(configuration, "wide", "boss");
    assertThat(user.poolSize()).isEqualTo(3);
    assertThat(user.reservePoolSize()).isEqualTo(2);
    assertThat(user.poolMode()).isEqualTo(PoolMode.SESSION);
    PoolLimits global = limits(configuration, "plain", "anybody");
    assertThat(global.poolSize()).isEqualTo(10);
    assertThat(global.queryWaitTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(limits(configuration, "forced", "anybody").maxUserConnections()).isEqualTo(9);
  }

  private static PoolLimits limits(Configuration configuration, String database, String user) {
    return configuration.limits(configuration.database(database).orElseThrow(), user);
  }

  @Test
  void the_star_stands_for_every_other_database() throws IOException {
    Configuration configuration =
        read("[databases]", "named = dbname=other", "* = host=db port=5433 pool_size=4");

    assertThat(configuration.databases()).containsOnlyKeys("named");
    DatabaseSettings automatic = configuration.database("anything").orElseThrow();
    assertThat(automatic.automatic()).isTrue();
    assertThat(automatic.dbname()).isEqualTo("anything");
    assertThat(automatic.addresses()).containsExactly(new ServerAddress("db", 5433));
    DatabaseSettings named = configuration.database("named").orElseThrow();
    assertThat(named.dbname()).isEqualTo("other");
    assertThat(named.addresses()).containsExactly(new ServerAddress("/tmp", 5432));
    assertThat(read("[pgbouncer]").database("named")).isEmpty();
  }

  @Test
  void sections_repeat_comments_start_lines_and_files_include_others() throws IOException {
    Path more = Files.writeString(directory.resolve("more.ini"), "b = host=two\n[pgbouncer]\n");
    Configuration configuration =
        read(
            "; a comment",
            "  # and another",
            "[databases]",
            "a = host=one",
            "%include " + more,
            "default_pool_size = 3",
            "server_reset_query = SELECT ';' # not a comment",
            "[databases]",
            "\"odd \"\"name\"\"\" = connect_query='select ''x''' host=a,b");

    assertThat(configuration.databases()).containsOnlyKeys("a", "b", "odd \"name\"");
    assertThat(configuration.integer(Setting.DEFAULT_POOL_SIZE)).isEqualTo(3);
    assertThat(configuration.text(Setting.SERVER_RESET_QUERY))
        .isEqualTo("SELECT ';' # not a comment");
    DatabaseSettings odd = configuration.database("odd \"name\"").orElseThrow();
    assertThat(odd.connectQuery()).hasValue("select 'x'");
    assertThat(odd.addresses())
        .containsExactly(new ServerAddress("a", 5432), new ServerAddress("b", 5432));
  }

  @Test
  void a_refusal_names_file_line_key_value_and_the_way_out() {
    assertRefused("[pgbouncer]\npool_mod = session", "line 2", "key pool_mod;", "pool_mode?");
    assertRefused(
        "[pgbouncer]\n\npool_mode = transactoin",
        "line 3",
        "pool_mode = transactoin",
        "session, transaction, statement");
    assertRefused("[pgbouncer]\nlisten_port = 0", "listen_port = 0", "from 1 to 65535");
    assertRefused("[pgbouncer]\nserver_lifetime = 1h", "server_lifetime = 1h", "seconds");
    assertRefused("[databases]\nx = hots=a", "database x", "unknown key hots", "host");
    assertRefused("[databases]\nx = pool_size=many", "pool_size = many", "whole number");
    assertRefused("[databases]\npgbouncer = host=a", "console");
    assertRefused("[user]\nx = pool_size=1", "[user]", "[users]");
    assertRefused("pool_mode = session", "before any [section]");
    assertRefused("[peers]\n0 = host=a", "peer = 0");
    assertRefused("[peers]\n1 = port=1", "no host");
    assertRefused("[pgbouncer]\n%include /nowhere.ini", "line 2", "/nowhere.ini");
    assertRefused("%include " + directory.resolve("pool.ini"), "already");
  }

  private void assertRefused(String text, String... parts) {
    assertThatThrownBy(() -> read(text.split("\n")))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains(parts);
  }

  /** An entry of [databases] that stood below [pgbouncer] was shown whole, in log and console. */
  @Test
  void a_database_in_the_wrong_section_showed_its_password() {
    assertThatThrownBy(() -> read("[pgbouncer]", "app = host=h password=s3cret"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("unknown key app")
        .message()
        .doesNotContain("s3cret");
  }

  /** The new one was taken at once as the host of every database without its own. */
  @Test
  void a_reload_took_a_unix_socket_dir_that_needs_a_restart() throws IOException {
    Path ini = directory.resolve("moved.ini");
    String text = "[databases]\nx =\n* =\n[pgbouncer]\nunix_socket_dir = ";
    Files.writeString(ini, text + "/run/old\n");
    Configuration before = Configuration.read(ini, Map.of());
    Files.writeString(ini, text + "/run/new\n");
    Configuration after = before.reread();
    for (String name : List.of("x", "made")) {
      assertThat(after.database(name).orElseThrow().addresses())
          .containsExactly(new ServerAddress("/run/old", 5432));
    }
    assertThat(after.text(Setting.UNIX_SOCKET_DIR)).isEqualTo("/run/old");
  }

  @Test
  void a_refusal_never_shows_a_password() {
    for (String entry :
        List.of(
            "x = host=a password=hidden port=none",
            "x = host=a password='hidden",
            "x host=a password:hidden")) {
      assertThatThrownBy(() -> read("[databases]", entry))
          .isInstanceOf(ConfigurationException.class)
          .message()
          .doesNotContain("hidden");
    }
  }

  @Test
  void the_environment_overrides_the_file() throws IOException {
    Configuration configuration =
        Configuration.read(
            ini("[databases]", "one = host=a", "two = host=b", "[pgbouncer]", "listen_port = 7000"),
            Map.of(
                "ECAR_POOL_LISTEN_PORT", "7001",
                "ECAR_POOL_SERVER_CHECK_QUERY", "",
                "PGHOST", "elsewhere",
                "PGPORT", "5555",
                "PGDATABASE", "garage",
                "PGUSER", "owner",
                "PGPASSWORD", "hidden",
                "DB_NAME", "two"));

    assertThat(configuration.integer(Setting.LISTEN_PORT)).isEqualTo(7001);
    assertThat(configuration.text(Setting.SERVER_CHECK_QUERY)).isEmpty();
    assertThat(configuration.database("one").orElseThrow().addresses())
        .containsExactly(new ServerAddress("a", 5432));
    DatabaseSettings garage = configuration.database("two").orElseThrow();
    assertThat(garage.addresses()).containsExactly(new ServerAddress("elsewhere", 5555));
    assertThat(garage.dbname()).isEqualTo("garage");
    assertThat(garage.user()).hasValue("owner");
    assertThat(garage.password()).hasValue(new Secret.Clear("hidden"));
    assertThat(garage.toString()).doesNotContain("hidden");
    assertThat(configuration.garage().database()).hasValue("two");
  }

  @Test
  void the_first_database_is_the_garages_when_nobody_names_one() throws IOException {
    Configuration configuration =
        Configuration.read(
            ini("[databases]", "one = host=a", "two = host=b"), Map.of("PGPORT", "5555"));

    assertThat(configuration.database("one").orElseThrow().addresses())
        .containsExactly(new ServerAddress("a", 5555));
    assertThat(configuration.database("two").orElseThrow().addresses())
        .containsExactly(new ServerAddress("b", 5432));
  }

  @Test
  void a_wrong_variable_is_refused_by_name() {
    assertThatThrownBy(() -> Configuration.read(null, Map.of("ECAR_POOL_POOLMODE", "session")))
        .message()
        .contains("ECAR_POOL_POOLMODE", "ECAR_POOL_POOL_MODE");
    assertThatThrownBy(() -> Configuration.read(null, Map.of("ECAR_POOL_POOL_MODE", "none")))
        .message()
        .contains("ECAR_POOL_POOL_MODE", "pool_mode = none", "session");
    assertThatThrownBy(() -> Configuration.read(null, Map.of("PGPORT", "door")))
        .message()
        .contains("PGPORT = door");
    assertThatThrownBy(() -> Configuration.read(null, Map.of("PGPORT", "1", "DB_NAME", "nowhere")))
        .message()
        .contains("nowhere", "ecar_db");
  }

  @Test
  void a_pool_that_points_at_itself_is_refused() {
    for (String host : List.of("localhost", "127.0.0.1", "::1", "[::1]", "LOCALHOST")) {
      assertThatThrownBy(() -> Configuration.read(null, Map.of("PGHOST", host, "PGPORT", "6432")))
          .isInstanceOf(ConfigurationException.class)
          .message()
          .contains("ecar_db", "6432", "the pool itself listens", "PGHOST");
    }
    assertThatThrownBy(
            () ->
                Configuration.read(
                    null,
                    Map.of(
                        "PGHOST",
                        "pool.example",
                        "PGPORT",
                        "6000",
                        "DB_HOST",
                        "pool.example",
                        "DB_PORT",
                        "6000")))
        .isInstanceOf(ConfigurationException.class);
    assertRefused("[databases]\nx = host=/tmp port=6432", "the pool itself listens");
    assertRefused(
        "[databases]\nx = host=::1 port=6432\n[pgbouncer]\nlisten_addr = *",
        "the pool itself listens");
  }

  @Test
  void a_pool_beside_its_server_is_fine() throws IOException {
    Map<String, String> variables = Map.of("PGHOST", "localhost", "PGPORT", "5432");

    assertThat(Configuration.read(null, variables).database("ecar_db")).isPresent();
    assertThat(read("[databases]", "x = host=other port=6432", "[pgbouncer]", "listen_addr = *"))
        .isNotNull();
  }

  @Test
  void set_changes_a_copy_and_reload_forgets_it() throws IOException {
    Configuration first = read("[pgbouncer]", "default_pool_size = 3", "listen_port = 7000");
    Configuration changed =
        first.with(Setting.DEFAULT_POOL_SIZE, "9").with(Setting.RESERVE_POOL_SIZE, "2");

    assertThat(first.integer(Setting.DEFAULT_POOL_SIZE)).isEqualTo(3);
    assertThat(changed.integer(Setting.DEFAULT_POOL_SIZE)).isEqualTo(9);
    ini("[pgbouncer]", "min_pool_size = 1", "listen_port = 7777");
    Configuration reread = changed.reread();
    assertThat(reread.integer(Setting.DEFAULT_POOL_SIZE)).isEqualTo(20);
    assertThat(reread.integer(Setting.RESERVE_POOL_SIZE)).isZero();
    assertThat(reread.integer(Setting.MIN_POOL_SIZE)).isEqualTo(1);
    assertThat(reread.integer(Setting.LISTEN_PORT)).isEqualTo(7000);
    assertThatThrownBy(() -> first.with(Setting.LISTEN_PORT, "1"))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> first.with(Setting.POOL_MODE, "none"))
        .message()
        .contains("pool_mode = none");
  }
}
