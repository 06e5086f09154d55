package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.transport.TestCertificate;

/** A server whose network stops in the midst of a record of TLS. */
class HalfRecordIT {
  @Test
  void halfARecordHoldsUpNobodyElse() throws Exception {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        StoppingLine line = new StoppingLine(encrypting(server))) {
      try (ListeningPool pool =
              ListeningPool.with(
                  "auth_type = any",
                  "server_tls_sslmode = require",
                  "[databases]",
                  "slow = host=127.0.0.1 port=%d dbname=postgres user=postgres"
                      .formatted(line.port()),
                  "fast = host=127.0.0.1 port=%d dbname=postgres user=postgres"
                      .formatted(server.getPort()));
          Connection slow = pool.connect("slow", "somebody", "");
          Connection fast = pool.connect("fast", "somebody", "");
          Statement waits = slow.createStatement();
          Statement goesOn = fast.createStatement()) {
        assertThat(length(waits, 1)).isEqualTo(1);
        line.stopAfter(5_000);
        CompletableFuture<Integer> answer =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return length(waits, 100_000);
                  } catch (Exception lost) {
                    throw new IllegalStateException(lost);
                  }
                });
        line.awaitStop();
        goesOn.setQueryTimeout(10);
        assertThat(length(goesOn, 2)).isEqualTo(2);
        line.goOn();
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(100_000);
      }
    }
  }

  private static int length(Statement statement, int count) throws Exception {
    try (ResultSet one = statement.executeQuery("select repeat('x', " + count + ")")) {
      one.next();
      return one.getString(1).length();
    }
  }

  private static int encrypting(EmbeddedPostgres server) throws Exception {
    TestCertificate host = TestCertificate.authority("An Authority").vouchFor("localhost");
    String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      try (ResultSet data = statement.executeQuery("show data_directory")) {
        data.next();
        host.writeTo(Path.of(data.getString(1), "server.crt"));
        host.writeKeyTo(Path.of(data.getString(1), "server.key"));
        Files.writeString(
            Path.of(data.getString(1), "pg_hba.conf"), "host all postgres all trust\n");
      }
      statement.execute("alter system set ssl = on");
      statement.execute("select pg_reload_conf()");
    }
    Await.until(
        "TLS",
        () -> {
          try (Connection connection = DriverManager.getConnection(url, "postgres", "");
              Statement statement = connection.createStatement();
              ResultSet on = statement.executeQuery("show ssl")) {
            on.next();
            return on.getString(1).equals("on");
          }
        });
    return server.getPort();
  }

  /** A line to a server that stops when so many bytes of the server have passed. */
  private static final class StoppingLine implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    StoppingLine(int target) throws IOException {
      daemon(
          () -> {
            while (true) {
              Socket pool = listener.accept();
              Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
              daemon(() -> pool.getInputStream().transferTo(server.getOutputStream()));
              daemon(() -> answers(server.getInputStream(), pool.getOutputStream()));
            }
          });
    }

    private interface Work {
      void run() throws Exception;
    }

    private static void daemon(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (Exception ended) {
                  // One side has gone.
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    private void answers(InputStream from, OutputStream to) throws Exception {
      byte[] bytes = new byte[1024];
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        int before = (int) Math.min(count, left.get());
        left.addAndGet(-before);
        to.write(bytes, 0, before);
        if (before < count) {
          stopped.countDown();
          goesOn.await();
          left.set(Long.MAX_VALUE);
          to.write(bytes, before, count - before);
        }
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    void stopAfter(int bytes) {
      left.set(bytes);
    }

    void awaitStop() throws InterruptedException {
      assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void goOn() {
      goesOn.countDown();
    }

    @Override
    public void close() throws IOException {
      goOn();
      listener.close();
    }
  }
}
