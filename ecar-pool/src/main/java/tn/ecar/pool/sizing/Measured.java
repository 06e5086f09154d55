package tn.ecar.pool.sizing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Asks a running pool for SHOW LOAD: over REST, or over its console. */
final class Measured {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final String NOT_CONNECTED = "08001";

  private Measured() {}

  /**
   * Looks whether anything listens there.
   *
   * @throws ConnectException when nothing does
   */
  static void requireAnswer(URI url) throws IOException {
    int standard = url.getScheme().equals("https") ? HTTPS : HTTP;
    int port = url.getPort() < 0 ? standard : url.getPort();
    try (Socket trial = new Socket()) {
      trial.connect(new InetSocketAddress(url.getHost(), port), (int) PATIENCE.toMillis());
    }
  }

  static List<Load> byRest(URI url, String user, String password) throws IOException {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    String login = "{\"user\":" + json(user) + ",\"password\":" + json(password) + "}";
    HttpRequest.Builder session =
        HttpRequest.newBuilder(url.resolve("api/v1/session"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(login));
    answer(client, session, "the login of " + user);
    HttpRequest.Builder load =
        HttpRequest.newBuilder(url.resolve("api/v1/pool/load"))
            .header("Accept", "text/tab-separated-values");
    List<Load> loads = new ArrayList<>();
    List<String> lines = answer(client, load, "the table").lines().toList();
    String[] names = lines.get(0).split("\t", -1);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], cells[i]);
      }
      loads.add(load(row));
    }
    return loads;
  }

  private static String answer(HttpClient client, HttpRequest.Builder asked, String what)
      throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(asked.timeout(PATIENCE).build(), BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new IOException(what + " is refused with status " + answer.statusCode() + ".");
      }
      return answer.body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it was asked", interrupted);
    }
  }

  private static String json(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        json.append('\\').append(each);
      } else if (each < ' ') {
        json.append("\\u%04x".formatted((int) each));
      } else {
        json.append(each);
      }
    }
    return json.append('"').toString();
  }

  static List<Load> byConsole(String hostAndPort, String user, String password)
      throws SQLException, ConnectException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("assumeMinServerVersion", "12");
    try (Connection connection =
            DriverManager.getConnection("jdbc:postgresql://" + hostAndPort + "/pgbouncer", login);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW LOAD")) {
      List<Load> loads = new ArrayList<>();
      while (rows.next()) {
        Map<String, String> row = new HashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.put(rows.getMetaData().getColumnName(i), rows.getString(i));
        }
        loads.add(load(row));
      }
      return loads;
    } catch (SQLException failed) {
      if (NOT_CONNECTED.equals(failed.getSQLState())) {
        ConnectException nobody = new ConnectException(failed.getMessage());
        nobody.initCause(failed);
        throw nobody;
      }
      throw failed;
    }
  }

  private static Load load(Map<String, String> row) {
    return new Load(
        row.get("database"),
        row.get("user"),
        micros(row, "window_us"),
        Long.parseLong(row.get("leases")),
        micros(row, "leased_us"),
        number(row, "peak"),
        number(row, "nested"),
        micros(row, "wait_p50_us"),
        micros(row, "wait_p99_us"),
        number(row, "work_percent"),
        number(row, "pool_size"),
        number(row, "reserve_pool_size"),
        number(row, "peak_clients"),
        number(row, "max_client_conn"));
  }

  private static int number(Map<String, String> row, String name) {
    return Integer.parseInt(row.get(name));
  }

  private static Duration micros(Map<String, String> row, String name) {
    return Duration.ofNanos(Long.parseLong(row.get(name)) * 1_000);
  }
}
