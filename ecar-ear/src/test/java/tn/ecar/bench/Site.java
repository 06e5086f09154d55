package tn.ecar.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One user's way to a running garage: a session of their own over kept connections. */
public final class Site {
  private static final int PATIENCE = 60_000;

  private final URI base;
  private String cookie = "";

  public Site(URI base) {
    this.base = base;
  }

  /** Signs in and returns this site. */
  public Site signIn(String user, String password) throws IOException {
    HttpURLConnection connection = open("api/v1/session");
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    String body =
        Json.createObjectBuilder().add("user", user).add("password", password).build().toString();
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
    drain(connection);
    for (String set : connection.getHeaderFields().get("Set-Cookie")) {
      String pair = set.substring(0, set.indexOf(';'));
      if (pair.startsWith("ECARSESSION=")) {
        cookie = pair;
      }
    }
    return this;
  }

  /**
   * Asks and reads the whole answer.
   *
   * @return how many nanoseconds that took
   * @throws IOException if the answer is anything but 200
   */
  public long time(String path) throws IOException {
    long begun = System.nanoTime();
    drain(open(path));
    return System.nanoTime() - begun;
  }

  String text(String path) throws IOException {
    return new String(drain(open(path)), StandardCharsets.UTF_8);
  }

  JsonObject json(String path) throws IOException {
    try (JsonReader reader = Json.createReader(new StringReader(text(path)))) {
      return reader.readObject();
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) base.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE);
    connection.setReadTimeout(PATIENCE);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Cookie", cookie);
    return connection;
  }

  private static byte[] drain(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] body = in == null ? new byte[0] : in.readAllBytes();
      if (status != 200) {
        throw new IOException(
            connection.getURL()
                + " was answered with "
                + status
                + ": "
                + new String(body, StandardCharsets.UTF_8));
      }
      return body;
    }
  }
}
