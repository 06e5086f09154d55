package tn.ecar.pool.console;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import tn.ecar.pool.protocol.Buffer;

/**
 * Lets real clients talk to a console session alone: a listener that logs everybody in, one at a
 * time. The login itself is tested where the real doors are.
 */
final class LoopbackDoor implements AutoCloseable {
  private final ServerSocket listener;
  private final Console console;
  private final ConsoleRole role;

  LoopbackDoor(Console console, ConsoleRole role) throws IOException {
    this.console = console;
    this.role = role;
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "console-door");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        converse(socket);
      } catch (IOException closed) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(closed);
        }
      }
    }
  }

  private void converse(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    in.readNBytes(in.readInt() - 4);
    Buffer answers = new Buffer();
    int mark = answers.begin('R');
    answers.appendInt(0);
    answers.finish(mark);
    ConsoleSession.parameters()
        .forEach(
            (name, value) -> {
              int status = answers.begin('S');
              answers.appendText(name).appendText(value);
              answers.finish(status);
            });
    Replies.ready(answers, 'I');
    ConsoleSession session = new ConsoleSession(console, role, () -> {}, () -> {});
    Buffer asked = new Buffer();
    byte[] chunk = new byte[8192];
    do {
      out.write(answers.array(), answers.start(), answers.size());
      answers.clear();
      int count = in.read(chunk);
      if (count < 0) {
        return;
      }
      asked.append(chunk, 0, count);
      int taken = session.receive(asked.array(), asked.start(), asked.end(), answers);
      asked.skip(taken - asked.start());
    } while (!session.isOver());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
