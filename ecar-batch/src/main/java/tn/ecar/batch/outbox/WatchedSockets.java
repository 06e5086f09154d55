package tn.ecar.batch.outbox;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/** Makes plain sockets and can close all of them from another thread: what waits on them ends. */
final class WatchedSockets extends SocketFactory {
  private static final Logger LOG = System.getLogger(WatchedSockets.class.getName());

  // Guarded by this.
  private final List<Socket> made = new ArrayList<>();
  private boolean closed;

  /** Closes every socket after that long, unless cancelled. */
  Future<?> closeAfter(Duration limit) {
    return CompletableFuture.runAsync(
        this::close, CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  private synchronized void close() {
    closed = true;
    for (Socket socket : made) {
      try {
        socket.close();
      } catch (IOException closedAllTheSame) {
        LOG.log(Level.DEBUG, "A socket complained while it was closed.", closedAllTheSame);
      }
    }
  }

  /** Returns whether the limit came. */
  synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized Socket createSocket() throws IOException {
    if (closed) {
      throw new IOException("The time is over.");
    }
    Socket socket = new Socket();
    made.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new java.net.InetSocketAddress(host, port), null, 0);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new java.net.InetSocketAddress(host, port), local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new java.net.InetSocketAddress(host, port), null, 0);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new java.net.InetSocketAddress(host, port), local, localPort);
  }

  private Socket connected(java.net.InetSocketAddress to, InetAddress local, int localPort)
      throws IOException {
    Socket socket = createSocket();
    if (local != null) {
      socket.bind(new java.net.InetSocketAddress(local, localPort));
    }
    socket.connect(to);
    return socket;
  }
}
