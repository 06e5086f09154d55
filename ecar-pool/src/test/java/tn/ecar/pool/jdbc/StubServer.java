package tn.ecar.pool.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/**
 * A server that speaks just enough of the protocol to be leased: it lets everybody in and answers
 * each simple query with "SELECT 1", unless the script says otherwise. Lives for one test.
 */
public final class StubServer implements AutoCloseable {
  /** The length of a CancelRequest; no start-up message is as short. */
  private static final int CANCEL_REQUEST = 16;

  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger logins = new AtomicInteger();
  private final Semaphore cancels = new Semaphore(0);
  private final BiPredicate<String, Socket> script;
  private volatile boolean silent;
  private volatile CountDownLatch cancelsEnd = new CountDownLatch(0);

  /**
   * Starts one.
   *
   * @param script sees each query first; true when it has dealt with it
   */
  public StubServer(BiPredicate<String, Socket> script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "stub-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many have logged in. */
  public int logins() {
    return logins.get();
  }

  /** Waits until somebody has asked it to cancel a query. */
  void awaitCancel() {
    try {
      if (!cancels.tryAcquire(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody asked to cancel");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Requests to cancel are taken, but do not end before this. */
  void holdCancels(CountDownLatch end) {
    cancelsEnd = end;
  }

  /** Whether it accepts connections and then says nothing. */
  void silent(boolean hangs) {
    silent = hangs;
  }

  /** Drops every connection, as a server does that is killed. */
  void dropAll() {
    sockets.forEach(StubServer::drop);
  }

  /** Closes a connection at once. */
  public static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException notClosed) {
      throw new UncheckedIOException(notClosed);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        daemon(() -> converse(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      int length = in.readInt();
      if (length == 8) {
        in.readInt();
        out.write('N'); // That was the question for TLS.
        length = in.readInt();
      }
      in.skipNBytes(length - 4);
      if (length == CANCEL_REQUEST) {
        cancels.release();
        cancelsEnd.await();
        drop(socket);
        return;
      }
      if (silent) {
        in.read();
        return;
      }
      logins.incrementAndGet();
      out.write(message('R', "\0\0\0\0"));
      for (String parameter :
          new String[] {
            "server_version\00018.0\0",
            "client_encoding\0UTF8\0",
            "DateStyle\0ISO, MDY\0",
            "TimeZone\0UTC\0",
            "standard_conforming_strings\0on\0",
            "integer_datetimes\0on\0",
            "application_name\0ecar_application\0"
          }) {
        out.write(message('S', parameter));
      }
      out.write(message('K', "\0\0\0\1\0\0\0\1"));
      out.write(message('Z', "I"));
      while (serve(in, out, socket)) {
        out.flush();
      }
    } catch (IOException gone) {
      sockets.remove(socket);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean serve(DataInputStream in, OutputStream out, Socket socket) throws IOException {
    int type = in.read();
    if (type < 0 || type == 'X') {
      return false;
    }
    byte[] body = in.readNBytes(in.readInt() - 4);
    String text = new String(body, StandardCharsets.UTF_8);
    if (type == 'Q' && !script.test(text.substring(0, text.length() - 1), socket)) {
      out.write(message('C', "SELECT 1\0"));
      out.write(message('Z', text.startsWith("BEGIN") ? "T" : "I"));
    }
    return !socket.isClosed();
  }

  public static byte[] message(char type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = new byte[bytes.length + 5];
    message[0] = (byte) type;
    int length = bytes.length + 4;
    message[1] = (byte) (length >>> 24);
    message[2] = (byte) (length >>> 16);
    message[3] = (byte) (length >>> 8);
    message[4] = (byte) length;
    System.arraycopy(bytes, 0, message, 5, bytes.length);
    return message;
  }

  /** Says these messages in one write. */
  public static void say(Socket socket, byte[]... messages) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      all.writeBytes(message);
    }
    try {
      socket.getOutputStream().write(all.toByteArray());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    dropAll();
  }
}
