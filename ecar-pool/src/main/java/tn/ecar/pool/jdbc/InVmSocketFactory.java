package tn.ecar.pool.jdbc;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import tn.ecar.pool.Pooler;

/**
 * Makes pgjdbc a client of a pool inside this Java machine: {@code
 * jdbc:postgresql://pool/ecar_db?socketFactory=tn.ecar.pool.jdbc.InVmSocketFactory&socketFactoryArg=NAME}
 * where NAME is the name of the running pool. Host and port of the URL do not matter.
 */
public final class InVmSocketFactory extends SocketFactory {
  private static final char TICKET_MARK = '#';
  private static final Map<String, InVmSocket> TICKETS = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String pool;
  private final String ticket;
  private final AtomicBoolean issued = new AtomicBoolean();

  /**
   * Called by the driver.
   *
   * @param argument the name of a running pool
   */
  public InVmSocketFactory(String argument) {
    int mark = argument.indexOf(TICKET_MARK);
    this.pool = mark < 0 ? argument : argument.substring(0, mark);
    this.ticket = mark < 0 ? null : argument;
  }

  /** An argument by which the first socket made with it can be asked for. */
  static String ticketFor(String pool) {
    return pool + TICKET_MARK + NUMBERS.incrementAndGet();
  }

  /** The first socket made with this argument; null when none was. */
  static InVmSocket redeem(String ticket) {
    return TICKETS.remove(ticket);
  }

  @Override
  public Socket createSocket() throws SocketException {
    Pooler running =
        Pooler.running(pool)
            .orElseThrow(
                () ->
                    new SocketException(
                        "no pool named \""
                            + pool
                            + "\" runs in this Java machine: start one by Pooler.start, or name"
                            + " another one in socketFactoryArg"));
    InVmSocket socket = new InVmSocket(new InVmClient(running));
    // Later ones only carry cancel requests, and nobody would ever ask for them.
    if (ticket != null && issued.compareAndSet(false, true)) {
      TICKETS.put(ticket, socket);
    }
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws SocketException {
    return connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws SocketException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws SocketException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws SocketException {
    return connected();
  }

  private Socket connected() throws SocketException {
    InVmSocket socket = (InVmSocket) createSocket();
    socket.connect(null);
    return socket;
  }
}
