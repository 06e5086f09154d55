package tn.ecar.pool.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.transport.TestCertificate;

/** Breaks one thing of files, machine or PostgreSQL at a time, and looks for its sentence. */
class DoctorIT extends DoctorCase {
  @Test
  void aBrokenConfigurationIsToldWithFileAndLine() throws Exception {
    examine(ini("max_client_conn = many"));
    failed("max_client_conn", "many", "./ecar pool rollback");
    examine(directory.resolve("none.ini"));
    failed("none.ini does not exist");
  }

  @Test
  void aUserlistThatOthersReadIsWarnedOf() throws Exception {
    Files.setPosixFilePermissions(
        directory.resolve("userlist.txt"), PosixFilePermissions.fromString("rw-r--r--"));
    examine(ini());
    warned("userlist's permissions", "rw-r--r--", "chmod 600");
  }

  @Test
  void aMalformedHashIsNamedWithoutBeingShown() throws Exception {
    users("\"ecar_user\" \"md5" + "0123456789abcdef0123456789ABCDEF\"");
    examine(ini());
    failed("the secret of ecar_user begins like a hash and is none (35 characters");
    assertThat(said).doesNotContain("0123456789");
  }

  @Test
  void aUserlistThatIsMissingOrNoneIsTold() throws Exception {
    users("ecar_user " + "no quotes");
    examine(ini());
    failed("userlist.txt", "both in double quotes");
    Files.delete(directory.resolve("userlist.txt"));
    examine(ini());
    failed("cannot be read");
  }

  @Test
  void aUserlistThatLetsNobodyInIsTold() throws Exception {
    users();
    examine(ini());
    failed("userlist.txt holds nobody", "./ecar secret USER >>");
    users("\"ecar_user\" \"" + SECRET + "\"", "\"watcher\" \"\"");
    examine(ini());
    assertThat(said).contains("WARN  userlist: watcher has an empty secret", "it lets nobody in");
    Path ini = ini();
    Files.writeString(ini, Files.readString(ini).replaceAll("(?m)^auth_file.*$", ""));
    examine(ini);
    failed("auth_file is not set, so nobody can log in", "auth_file = userlist.txt in the ini");
  }

  @Test
  void aConfigurationWithoutADatabaseIsTold() throws Exception {
    Path ini = ini();
    Files.writeString(ini, Files.readString(ini).replaceAll("(?m)^ecar_db =.*$", ""));
    examine(ini);
    failed("pool.ini has no entry in [databases]", "add one: name = host=");
  }

  @Test
  void aWrongSecretAndARoleWithoutLoginAreToldApart() throws Exception {
    RealPostgres.shared()
        .execute(
            "postgres",
            "drop role if exists doctor_nologin",
            "create role doctor_nologin nologin password '" + SECRET + "'");
    users("\"ecar_user\" \"wrong\"", "\"doctor_nologin\" \"" + SECRET + "\"");
    examine(ini());
    failed(
        "ecar_user to ecar_db",
        "password authentication failed",
        "./ecar secret ecar_user",
        "ALTER ROLE doctor_nologin LOGIN");
  }

  @Test
  void anExpiredRoleIsToldWithTheClauseThatMatters() throws Exception {
    RealPostgres.shared()
        .execute(
            "postgres",
            "drop role if exists doctor_expired",
            "create role doctor_expired login password '" + SECRET + "' valid until '2020-01-01'");
    users("\"doctor_expired\" \"" + SECRET + "\"");
    examine(ini());
    failed("doctor_expired to ecar_db", "VALID UNTIL");
  }

  @Test
  void anMd5HashWherePostgresAsksForScramIsExplained() throws Exception {
    users("\"ecar_user\" \"" + Md5.hash("ecar_user", SECRET).text() + "\"");
    examine(ini());
    failed("PostgreSQL asks for SCRAM and auth_file holds an md5 hash");
  }

  @Test
  void aDatabaseThatDoesNotExistIsNamed() throws Exception {
    Path ini = ini();
    Files.writeString(
        ini, Files.readString(ini).replace("dbname=ecar_db", "dbname=no_such_garage"));
    examine(ini);
    failed("no_such_garage", "create the database, or change dbname= of ecar_db");
  }

  @Test
  void aPostgresThatIsDownIsNamed() throws Exception {
    server = freePort();
    examine(ini());
    failed("127.0.0.1:" + server + " gives no answer", "host= and port= of ecar_db");
  }

  @Test
  void aPostgresThatHangsDoesNotHangTheDoctor() throws Exception {
    try (ServerSocket hangs = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      server = hangs.getLocalPort();
      examine(ini());
      failed("PostgreSQL", "no answer");
    }
  }

  @Test
  void poolsThatAreLargerThanPostgresAreWarnedOf() throws Exception {
    examine(ini("default_pool_size = 0"));
    warned(
        "all pools together open as many as are asked for server connections",
        "a pool without a limit for",
        "set max_db_connections");
    examine(ini("default_pool_size = 500"));
    warned("up to 500 server connections; max_connections = 200", "max_db_connections");
  }

  @Test
  void nothingIsChanged() throws Exception {
    Path ini = ini();
    String before = Files.readString(ini) + Files.readString(directory.resolve("userlist.txt"));
    examine(ini);
    assertThat(Files.readString(ini) + Files.readString(directory.resolve("userlist.txt")))
        .isEqualTo(before);
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aDirectoryOrOtherBytesInPlaceOfTheIniAreTold() throws Exception {
    examine(directory);
    failed("is a directory: name the ini file in it");
    Path bytes = Files.write(directory.resolve("other.ini"), new byte[] {(byte) 0xff, 0, 1, 2});
    examine(bytes);
    failed("other.ini");
  }

  @Test
  void whoIsInsideSaysWhyAnotherLoginFails() throws Exception {
    RealPostgres.shared()
        .execute(
            "postgres",
            "drop role if exists doctor_expired",
            "create role doctor_expired login password '" + SECRET + "' valid until '2020-01-01'");
    users(
        "\"ecar_user\" \"" + SECRET + "\"",
        "\"doctor_expired\" \"" + SECRET + "\"",
        "\"nobody_of_that_name\" \"" + SECRET + "\"",
        "\"other_user\" \"wrong\"");
    examine(ini());
    failed(
        "the role has expired at 2020-01-01",
        "ALTER ROLE doctor_expired VALID UNTIL",
        "there is no such role",
        "CREATE ROLE nobody_of_that_name",
        "the role is there, may log in and has not expired",
        "ALTER ROLE other_user PASSWORD");
  }

  @Test
  void aHostNameThatNobodyKnowsIsTold() throws Exception {
    Path ini = ini();
    Files.writeString(ini, Files.readString(ini).replace("=127.0.0.1 ", "=no-such-host.invalid "));
    examine(ini);
    failed("no-such-host.invalid is not known here");
  }

  @Test
  void aPostgresThatIsStoppedInItsTracksIsToldAndTheRestStillExamined() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      server = postgres.getPort();
      users("\"postgres\" \"any\"");
      Path ini = ini();
      Files.writeString(ini, Files.readString(ini).replace("dbname=ecar_db", "dbname=postgres"));
      examine(ini);
      warned(
          "max_prepared_transactions = 0",
          "XA transactions fail",
          "no configuration has been kept yet");
      String pid;
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          var row = statement.executeQuery("show data_directory")) {
        row.next();
        pid = Files.readAllLines(Path.of(row.getString(1), "postmaster.pid")).get(0).strip();
      }
      signal("STOP", pid);
      try {
        examine(ini);
        failed("127.0.0.1:" + server + " gives no answer within 3 s", "it hangs", "documentation");
      } finally {
        signal("CONT", pid);
      }
    }
  }

  private static void signal(String name, String pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Test
  void poolsThatAreLargerThanCoresOrPreparedTransactionsAreWarnedOf() throws Exception {
    examine(ini("server_cores = 1", "default_pool_size = 30"));
    warned(
        "a pool of 30 for 1 cores of PostgreSQL's machine",
        "max_prepared_transactions = 20, a pool of 30");
  }

  @Test
  void moreWorkersThanClientsMayBeAreTold() throws Exception {
    examine(ini(), "--workers", "40", "--threads", "4");
    failed("160 connections of 40 workers; max_client_conn = 100", "raise max_client_conn");
    examine(ini("default_pool_size = 50"), "--workers", "4", "--threads", "2");
    warned("8 connections of 4 workers", "more servers than the workers can use");
    examine(ini(), "--workers", "none", "--threads", "2");
    assertThat(said).contains("--workers none: give a number from 1");
  }

  @Test
  void certificatesRulesAndMapsThatCannotBeUsedAreTold() throws Exception {
    TestCertificate.authority("old", Instant.now().minusSeconds(60))
        .writeTo(directory.resolve("old.pem"));
    TestCertificate.authority("old", Instant.now().minusSeconds(60))
        .writeKeyTo(directory.resolve("old.key"));
    String certificate = "client_tls_cert_file = " + directory.resolve("old.pem");
    examine(ini(certificate));
    failed("old.pem is good until", "make a new one");
    examine(ini("client_tls_sslmode = require", certificate, "client_tls_key_file = /nowhere.key"));
    failed("/nowhere.key");
    Path rules = Files.writeString(directory.resolve("hba.conf"), "host all all +everybody md5\n");
    examine(ini("auth_type = hba", "auth_hba_file = " + rules));
    failed("host-based rules", "hba.conf");
    Files.writeString(rules, "host all all all scram-sha-256\n");
    Path maps = Files.writeString(directory.resolve("ident.conf"), "staff only-two\n");
    examine(ini("auth_type = hba", "auth_hba_file = " + rules, "auth_ident_file = " + maps));
    failed("ident maps", "ident.conf");
  }

  @Test
  void aCertificateThatEndsSoonIsWarnedOf() throws Exception {
    TestCertificate.authority("soon").writeTo(directory.resolve("soon.pem"));
    examine(ini("client_tls_cert_file = " + directory.resolve("soon.pem")));
    warned("soon.pem is good until", "in time");
  }

  @Test
  void inAContainerAPoolThatListensToItselfAloneIsWarnedOf() throws Exception {
    environment.put("container", "podman");
    examine(ini());
    warned("listen_addr = 127.0.0.1: other containers cannot reach it", "LISTEN_ADDR=*");
  }

  @Test
  void documentationOfAnotherVersionIsTold() throws Exception {
    Files.createDirectories(directory.resolve("old"));
    Files.writeString(directory.resolve("old/pool.md"), "`pool_mode`");
    docs = directory.resolve("old");
    examine(ini());
    failed("does not know", "max_client_conn", "use the documentation that came with this version");
    docs = directory.resolve("none");
    examine(ini());
    warned("pool.md is not here", "it came with the sources");
  }

  /** What a Java machine is told of this one by its own process. */
  private void examineAlone(String shell, Path ini) throws Exception {
    Path out = directory.resolve("said.txt");
    Process process =
        new ProcessBuilder("bash", "-c", shell, "doctor", ini.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    said = Files.readString(out);
  }

  private static String java(Path jars) {
    return System.getProperty("java.home")
        + "/bin/java -cp '"
        + jars
        + "/*' tn.ecar.pool.doctor.DoctorCommand \"$1\"";
  }

  @Test
  void tooFewOpenFilesAreWarnedOf() throws Exception {
    Path jars = Path.of("target/process").toAbsolutePath();
    examineAlone("ulimit -n 120 && " + java(jars), ini());
    assertThat(said).contains("WARN  open files: this shell allows 120", "LimitNOFILE=");
  }

  @Test
  void filesOfAnotherUserAreToldAsSuch() throws Exception {
    Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!Integer.valueOf(0).equals(me)) {
      // Nobody but root can become another user; to this one root's own file is another's.
      examine(Path.of("/etc/shadow"));
      failed("belongs to another user");
      return;
    }
    Path jars = TestDirectory.create("doctor");
    try (Stream<Path> all = Files.list(Path.of("target/process"))) {
      for (Path jar : all.toList()) {
        Files.copy(jar, jars.resolve(jar.getFileName()));
      }
    }
    Files.setPosixFilePermissions(jars, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path ini = ini();
    String nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
    examineAlone(nobody + java(jars), ini);
    assertThat(said)
        .contains("userlist.txt cannot be read: it belongs to another user", "pool's own user");
    Files.setPosixFilePermissions(ini, PosixFilePermissions.fromString("rw-------"));
    examineAlone(nobody + java(jars), ini);
    assertThat(said).contains("pool.ini belongs to another user and cannot be read");
  }
}
