package tn.ecar.pool.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that lets everybody in and then answers whatever comes with messages that no server
 * would send in this order, with lengths that are not theirs, with noise, or with its end. What it
 * says depends on a number only. Lives for one test.
 */
final class LyingServer implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;
  private static final String TYPES = "RSKZTDCEN123tnsIAGHWcdv";

  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger seeds;
  private final AtomicInteger lies = new AtomicInteger();

  LyingServer(int seed) throws IOException {
    this.seeds = new AtomicInteger(seed);
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "lying-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many messages it has said that were none. */
  int lies() {
    return lies.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        daemon(() -> serve(socket, new Random(seeds.getAndIncrement())));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, Random random) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      if (!letIn(in, out)) {
        return;
      }
      byte[] asked = new byte[8192];
      while (in.read(asked) >= 0) {
        if (random.nextInt(12) == 0) {
          return;
        }
        out.write(answers(random));
      }
    } catch (IOException gone) {
      // The pool has had enough.
    } finally {
      sockets.remove(socket);
    }
  }

  private static boolean letIn(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    int code = in.readInt();
    in.readNBytes(length - 8);
    if (code == SSL_REQUEST) {
      out.write('N');
      return letIn(in, out);
    }
    if (code != 3 << 16) {
      return false;
    }
    out.write(message('R', new byte[4]));
    for (String parameter : new String[] {"server_version\00018.0\0", "client_encoding\0UTF8\0"}) {
      out.write(message('S', parameter.getBytes(StandardCharsets.US_ASCII)));
    }
    out.write(message('K', new byte[8]));
    out.write(message('Z', new byte[] {'I'}));
    return true;
  }

  private byte[] answers(Random random) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int n = 1 + random.nextInt(5); n > 0; n--) {
      lies.incrementAndGet();
      byte[] body = new byte[random.nextInt(40)];
      random.nextBytes(body);
      switch (random.nextInt(6)) {
        case 0 -> all.write(body);
        case 1 -> all.write(message('Z', new byte[] {(byte) "ITE?".charAt(random.nextInt(4))}));
        case 2 -> all.write(message('C', "SELECT 1\0".getBytes(StandardCharsets.US_ASCII)));
        case 3 -> {
          DataOutputStream liar = new DataOutputStream(all);
          liar.write(TYPES.charAt(random.nextInt(TYPES.length())));
          int[] lengths = {0, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, body.length + 9};
          liar.writeInt(lengths[random.nextInt(lengths.length)]);
          liar.write(body);
        }
        default -> all.write(message(TYPES.charAt(random.nextInt(TYPES.length())), body));
      }
    }
    return all.toByteArray();
  }

  private static byte[] message(char type, byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream message = new DataOutputStream(all);
    message.write(type);
    message.writeInt(body.length + 4);
    message.write(body);
    return all.toByteArray();
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
