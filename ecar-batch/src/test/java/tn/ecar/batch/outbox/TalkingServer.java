package tn.ecar.batch.outbox;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real socket that answers as a test wants, one connection after the other, until it is closed.
 */
final class TalkingServer implements Closeable {
  private static final Logger LOG = System.getLogger(TalkingServer.class.getName());

  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** What is done with a connection. */
  @FunctionalInterface
  interface Talk {
    void with(BufferedReader in, OutputStream out) throws Exception;
  }

  TalkingServer(Talk talk) throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(talk), "talking-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Talk talk) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        open.add(socket);
        talk.with(
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)),
            socket.getOutputStream());
      } catch (Exception otherSideWentAway) {
        LOG.log(Level.DEBUG, "A connection ended.", otherSideWentAway);
      }
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
