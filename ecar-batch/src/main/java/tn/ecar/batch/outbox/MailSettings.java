package tn.ecar.batch.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tn.ecar.garage.outbox.MailAddress;

/**
 * The garage's mail server, as the environment names it.
 *
 * @param host where it is ({@code ECAR_MAIL_HOST}); without it there is no mail
 * @param port its port ({@code ECAR_MAIL_PORT}); 587, or 465 with {@code tls}, or 25 with {@code
 *     none}
 * @param security how the connection is kept secret ({@code ECAR_MAIL_SECURITY})
 * @param user who signs in ({@code ECAR_MAIL_USER}); empty for nobody
 * @param password its password ({@code ECAR_MAIL_PASSWORD_FILE}, a file that its owner alone can
 *     read, or {@code ECAR_MAIL_PASSWORD})
 * @param from who it comes from ({@code ECAR_MAIL_FROM})
 * @param staff who gets reports and alerts ({@code ECAR_MAIL_TO}, addresses between commas)
 * @param limit how long one mail may take from connect to the server's last word ({@code
 *     ECAR_MAIL_TIMEOUT}, seconds, 20)
 */
record MailSettings(
    String host,
    int port,
    Security security,
    String user,
    String password,
    MailAddress from,
    List<MailAddress> staff,
    Duration limit) {
  static final String HOST = "ECAR_MAIL_HOST";
  static final String TO = "ECAR_MAIL_TO";
  private static final String PORT = "ECAR_MAIL_PORT";
  private static final String SECURITY = "ECAR_MAIL_SECURITY";
  private static final String USER = "ECAR_MAIL_USER";
  private static final String PASSWORD = "ECAR_MAIL_PASSWORD";
  private static final String PASSWORD_FILE = "ECAR_MAIL_PASSWORD_FILE";
  private static final String FROM = "ECAR_MAIL_FROM";
  private static final String TIMEOUT = "ECAR_MAIL_TIMEOUT";

  /** How the connection is kept secret. */
  enum Security {
    /** The plain connection becomes a TLS one before anything is said; refused if it cannot. */
    STARTTLS(587),
    /** TLS from the first byte. */
    TLS(465),
    /** Not at all: for a server on this machine. */
    NONE(25);

    private final int port;

    Security(int port) {
      this.port = port;
    }
  }

  MailSettings {
    staff = List.copyOf(staff);
  }

  /**
   * Reads them from these variables; empty when no host is named.
   *
   * @throws IllegalArgumentException which names the variable, its value and the way out
   */
  static Optional<MailSettings> of(Map<String, String> environment) {
    String host = text(environment, HOST);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Security security = security(text(environment, SECURITY));
    String user = text(environment, USER);
    String password = password(environment);
    if (!user.isEmpty() && security == Security.NONE && !local(host)) {
      throw new IllegalArgumentException(
          SECURITY
              + "='none' would show the password of "
              + USER
              + " to everybody between here and "
              + host
              + ": set it to starttls or tls.");
    }
    if (text(environment, FROM).isEmpty()) {
      throw new IllegalArgumentException(
          FROM + " is missing: name the address that the garage's mail comes from.");
    }
    return Optional.of(
        new MailSettings(
            host,
            whole(environment, PORT, security.port, 65_535),
            security,
            user,
            password,
            new MailAddress(text(environment, FROM)),
            MailAddress.list(text(environment, TO)),
            Duration.ofSeconds(whole(environment, TIMEOUT, 20, 600))));
  }

  private static Security security(String name) {
    if (name.isEmpty()) {
      return Security.STARTTLS;
    }
    try {
      return Security.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          SECURITY + "='" + name + "' must be starttls, tls or none.", e);
    }
  }

  private static String password(Map<String, String> environment) {
    String file = text(environment, PASSWORD_FILE);
    if (file.isEmpty()) {
      return environment.getOrDefault(PASSWORD, "");
    }
    try {
      Path path = Path.of(file);
      Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      others.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      if (!others.isEmpty()) {
        throw new IllegalArgumentException(
            PASSWORD_FILE + "='" + file + "' can be read by others: chmod 600 it.");
      }
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          PASSWORD_FILE + "='" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean local(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static int whole(Map<String, String> environment, String key, int absent, int most) {
    String text = text(environment, key);
    if (text.isEmpty()) {
      return absent;
    }
    if (text.matches("[1-9]\\d{0,5}") && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        key + "='" + text + "' must be a whole number from 1 to " + most + ".");
  }

  private static String text(Map<String, String> environment, String key) {
    return environment.getOrDefault(key, "").strip();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "mail by " + host + ":" + port + " (" + security + ") from " + from;
  }
}
