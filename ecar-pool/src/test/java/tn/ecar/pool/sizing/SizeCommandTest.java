package tn.ecar.pool.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeCommandTest {
  private static final String TABLE =
      "database\tuser\twindow_us\tleases\tleased_us\tpeak\tnested\twait_p50_us\twait_p99_us"
          + "\twork_percent\tpool_size\treserve_pool_size\tpeak_clients\tmax_client_conn\n"
          + "ecar_db\tecar_user\t60000000\t6000\t120000000\t9\t1\t0\t1000\t100\t20\t10\t40\t100\n";

  private static String run(Map<String, String> environment, String... line) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    new SizeCommand(
            SizeArguments.parse(List.of(line)),
            environment,
            new PrintStream(said, true, StandardCharsets.UTF_8))
        .run();
    return said.toString(StandardCharsets.UTF_8);
  }

  /** A port that nobody listens on. */
  private static String nowhere() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://localhost:" + free.getLocalPort();
    }
  }

  @Test
  void the_rule_of_thumb_needs_no_pool() throws IOException {
    assertThat(run(Map.of(), "--workers", "4", "--threads=2", "--url", nowhere()))
        .contains("4 workers x 2 threads x 1.5 = 12 server connections")
        .contains("Nothing answers at http://localhost:");
    assertThat(run(Map.of(), "--workers=1", "--threads=16", "--nesting=2", "--url", nowhere()))
        .contains("never fewer than 17");
    // One pool for all workers: each thread of each of them may hold its first.
    assertThat(run(Map.of(), "--workers=4", "--threads=2", "--nesting=2", "--url", nowhere()))
        .contains("never fewer than 9");
  }

  @Test
  void a_running_pool_is_asked_over_rest() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/session", SizeCommandTest::logIn);
    server.createContext("/api/v1/pool/load", SizeCommandTest::load);
    server.start();
    try {
      String url = "http://localhost:" + server.getAddress().getPort();
      assertThat(run(Map.of("ECAR_PASSWORD", "a\"b"), "--url", url, "--cores", "4"))
          .contains("ecar_db/ecar_user: pool_size = 6 (now 20)")
          .contains("because  Little's law: 100.0 leases per second")
          .contains("changes  Twice the arrivals")
          .contains("max_client_conn = 100, as it is");
      assertThatThrownBy(() -> run(Map.of("ECAR_PASSWORD", "wrong"), "--url", url))
          .hasMessageContaining("the login of manager is refused with status 401");
      assertThatThrownBy(() -> run(Map.of(), "--url", url))
          .hasMessageContaining("ECAR_PASSWORD")
          .hasMessageContaining("--workers");
    } finally {
      server.stop(0);
    }
  }

  private static void logIn(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean right = body.equals("{\"user\":\"manager\",\"password\":\"a\\\"b\"}");
    exchange.getResponseHeaders().add("Set-Cookie", "ECARSESSION=1; Path=/");
    exchange.sendResponseHeaders(right ? 200 : 401, -1);
    exchange.close();
  }

  private static void load(HttpExchange exchange) throws IOException {
    boolean known =
        "ECARSESSION=1".equals(exchange.getRequestHeaders().getFirst("Cookie"))
            && "text/tab-separated-values".equals(exchange.getRequestHeaders().getFirst("Accept"));
    byte[] table = TABLE.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, table.length);
    exchange.getResponseBody().write(table);
    exchange.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --workers 3           | --workers and --threads go together
          --nesting 2           | --workers and --threads go together
          --workers x --threads 2 | --workers x: give a whole number from 1
          --cores 0             | --cores 0: give a whole number from 1
          --core 4              | There is no option --core
          --threads             | The option --threads wants a value
          --url localhost       | --url localhost: give scheme, host and port
          """)
  void what_is_wrong_is_named(String line, String message) {
    assertThatThrownBy(() -> run(Map.of(), line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void no_pool_and_no_numbers_is_refused() throws IOException {
    String nowhere = nowhere();
    assertThatThrownBy(() -> run(Map.of(), "--url", nowhere)).hasMessageContaining("./ecar run");
    assertThatThrownBy(() -> run(Map.of(), "--console", nowhere.substring(7)))
        .hasMessageContaining("Nothing answers at localhost:");
  }
}
