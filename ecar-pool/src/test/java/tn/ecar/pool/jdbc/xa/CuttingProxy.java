package tn.ecar.pool.jdbc.xa;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A line between a pool and PostgreSQL that breaks where a test wants it to: before a certain
 * statement reaches the server, after the server has done it and before the pool hears so, or right
 * after the pool has heard. Each cut happens once. Lives for one test.
 */
public final class CuttingProxy implements AutoCloseable {
  /** Where the line breaks. */
  public enum Place {
    BEFORE_THE_STATEMENT,
    BEFORE_THE_ANSWER,
    AFTER_THE_ANSWER
  }

  private record Cut(String statement, Place place) {}

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Cut> next = new AtomicReference<>();

  public CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The next time that this statement passes, the line it takes is cut. */
  public void cutAt(String statement, Place place) {
    next.set(new Cut(statement, place));
  }

  boolean hasCut() {
    return next.get() == null;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Line line =
            new Line(listener.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
        daemon(line::requests);
        daemon(line::answers);
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** One connection through the proxy. */
  private final class Line {
    private final Socket pool;
    private final Socket server;
    private volatile Place pending;

    Line(Socket pool, Socket server) {
      this.pool = pool;
      this.server = server;
      sockets.add(pool);
      sockets.add(server);
    }

    void requests() {
      pass(pool, server, this::isCutByRequest);
    }

    void answers() {
      pass(server, pool, this::isCutByAnswer);
    }

    private boolean isCutByRequest(byte[] bytes, int count) {
      Cut cut = next.get();
      if (cut == null
          || !contains(bytes, count, cut.statement())
          || !next.compareAndSet(cut, null)) {
        return false;
      }
      pending = cut.place();
      return pending == Place.BEFORE_THE_STATEMENT;
    }

    private boolean isCutByAnswer(byte[] bytes, int count) {
      return pending == Place.BEFORE_THE_ANSWER;
    }

    private void pass(Socket from, Socket to, Looks looks) {
      byte[] bytes = new byte[16 * 1024];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          if (looks.cut(bytes, count)) {
            return;
          }
          // As it is now: once the answer is written, the next request may come at any moment.
          boolean last = from == server && pending == Place.AFTER_THE_ANSWER;
          out.write(bytes, 0, count);
          if (last) {
            return;
          }
        }
      } catch (IOException ended) {
        // One side has gone, and the other goes with it.
      }
    }
  }

  @FunctionalInterface
  private interface Looks {
    boolean cut(byte[] bytes, int count);
  }

  private static boolean contains(byte[] bytes, int count, String word) {
    return new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(word);
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
