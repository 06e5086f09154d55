package tn.ecar.pool.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.TestDirectory;

/**
 * One Payara Micro in which the resource adapter and an application that uses it come and go ten
 * times: what an undeployed adapter leaves behind is looked for in the running process and in
 * PostgreSQL.
 */
class RedeployCT {
  private static final int TIMES = 10;

  /**
   * As heap dumps show, Payara 6 itself keeps the first loader for ever, through two threads that
   * it begins during the first deployment ("JTS Timeout Thread", "RA Shutdown"), the last one until
   * its pool resizer's next round, and now and then one in between. Were anything of ours to keep
   * them, all ten would be left.
   */
  private static final int KEPT_BY_THE_SERVER = 3;

  private static final String APPLICATION_NAME = "ecar_redeployed";

  private final RealPostgres postgres = RealPostgres.shared();

  @TempDir private Path directory;

  private Path sockets;
  private int port;

  @BeforeEach
  void findADoor() throws IOException {
    sockets = TestDirectory.create("door");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @Test
  @Timeout(240)
  void ten_deployments_leave_no_thread_and_no_connection_and_do_not_pile_up_loaders()
      throws Exception {
    postgres.execute(
        RealPostgres.DATABASE,
        "create table visit (loader int)",
        "alter table visit owner to " + RealPostgres.USER);
    try (MicroProcess server = MicroProcess.start(directory, ini(), commands())) {
      server.awaitReady();

      assertThat(visits("loader <> 0")).as("deployments that worked").isEqualTo(TIMES);
      assertThat(visits("loader = 0"))
          .as("visits by the wire door: %s", server.complaints())
          .isEqualTo(TIMES);
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
          .as("the door is closed")
          .isInstanceOf(ConnectException.class);
      assertThat(sockets).isEmptyDirectory();
      assertThat(connections()).as("connections in PostgreSQL").isZero();
      assertThat(server.threads())
          .as("threads")
          .noneMatch(
              name ->
                  name.startsWith("ecar-pool")
                      || name.contains("-wire-")
                      || name.contains("PostgreSQL-JDBC"));
      assertThat(loadersLeft(server))
          .as("class loaders of the .rar")
          .isLessThanOrEqualTo(KEPT_BY_THE_SERVER);
    } finally {
      postgres.execute(RealPostgres.DATABASE, "drop table visit");
    }
  }

  /**
   * An enum's constants live as long as the loader that loaded them, and each loader's copy of a
   * class is a row of its own. What a server keeps until its next round of housekeeping may need a
   * moment.
   */
  private static long loadersLeft(MicroProcess server) throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    long left = server.classesNamed("tn.ecar.pool.config.Setting");
    while (left > KEPT_BY_THE_SERVER && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000_000L);
      left = server.classesNamed("tn.ecar.pool.config.Setting");
    }
    return left;
  }

  private long visits(String which) throws Exception {
    return postgres.count(RealPostgres.DATABASE, "select count(*) from visit where " + which);
  }

  private long connections() throws Exception {
    return postgres.count(
        "postgres",
        "select count(*) from pg_stat_activity where application_name = '"
            + APPLICATION_NAME
            + "'");
  }

  private Path ini() throws IOException {
    Path userlist = directory.resolve("userlist.txt");
    Files.writeString(
        userlist, "\"" + RealPostgres.USER + "\" \"" + RealPostgres.PASSWORD + "\"\n");
    return Files.writeString(
        directory.resolve("pool.ini"),
        """
        [databases]
        ecar_db = host=localhost port=%d dbname=ecar_db connect_query='set application_name = %s'
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir = %s
        auth_type = scram-sha-256
        auth_file = %s
        pool_mode = transaction
        min_pool_size = 2
        """
            .formatted(postgres.port(), APPLICATION_NAME, port, sockets, userlist));
  }

  private List<String> commands() {
    Path adapter = Path.of(System.getProperty("ecar.pool.rar"));
    Path application = application();
    String round =
        String.join(
            "\n",
            "deploy --name ecar-pool " + adapter,
            "deploy --name visitor " + application,
            "undeploy visitor",
            "undeploy ecar-pool");
    return IntStream.range(0, TIMES).mapToObj(time -> round).collect(Collectors.toList());
  }

  private Path application() {
    Path war = directory.resolve("visitor.war");
    ShrinkWrap.create(WebArchive.class, "visitor.war")
        .addClasses(Visitor.class)
        .addAsWebInfResource("container/web.xml", "web.xml")
        .addAsResource(
            new StringAsset(
                "jdbc:postgresql://127.0.0.1:"
                    + port
                    + "/"
                    + RealPostgres.DATABASE
                    + "\n"
                    + RealPostgres.USER
                    + "\n"
                    + RealPostgres.PASSWORD),
            "door.txt")
        .as(ZipExporter.class)
        .exportTo(war.toFile());
    return war;
  }
}
