package tn.ecar.pool.transport;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;

/**
 * What the operating system is told about a TCP connection, of a client as of a server. Where a
 * number is 0 it keeps its own.
 *
 * @param keepAlive whether silent connections are probed
 * @param idleSeconds before the first probe
 * @param intervalSeconds between probes
 * @param probes that may stay unanswered
 * @param bufferBytes of each of the two buffers
 */
public record TcpSettings(
    boolean keepAlive, int idleSeconds, int intervalSeconds, int probes, int bufferBytes) {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** Who takes options for a connection. */
  public interface Taker {
    /** Takes one. */
    <T> void take(SocketOption<T> option, T value) throws IOException;
  }

  /** Reads the tcp_ settings. */
  public static TcpSettings of(Configuration configuration) {
    return new TcpSettings(
        configuration.flag(Setting.TCP_KEEPALIVE),
        configuration.integer(Setting.TCP_KEEPIDLE),
        configuration.integer(Setting.TCP_KEEPINTVL),
        configuration.integer(Setting.TCP_KEEPCNT),
        configuration.integer(Setting.TCP_SOCKET_BUFFER));
  }

  /**
   * Gives them to a connection. A number that the operating system does not take is told to the
   * log, and the system's own holds.
   *
   * @throws IOException when the connection is broken
   */
  public void giveTo(Taker connection) throws IOException {
    connection.take(StandardSocketOptions.TCP_NODELAY, true);
    connection.take(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
    if (keepAlive) {
      giveTo(connection, ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds);
      giveTo(connection, ExtendedSocketOptions.TCP_KEEPINTERVAL, intervalSeconds);
      giveTo(connection, ExtendedSocketOptions.TCP_KEEPCOUNT, probes);
    }
    giveTo(connection, StandardSocketOptions.SO_SNDBUF, bufferBytes);
    giveTo(connection, StandardSocketOptions.SO_RCVBUF, bufferBytes);
  }

  private static void giveTo(Taker connection, SocketOption<Integer> option, int number) {
    if (number > 0) {
      try {
        connection.take(option, number);
      } catch (IOException | RuntimeException refused) {
        tellRefused(option.name(), number, refused);
      }
    }
  }

  /** The system has not taken a number. */
  public static void tellRefused(String option, int number, Exception refused) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} = {1} is not taken by the operating system, and its own holds: {2}",
        option.toLowerCase(Locale.ROOT),
        Integer.toString(number),
        refused.getMessage());
  }
}
