package tn.ecar.pool.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that says PostgreSQL's messages one by one, right or wrong. */
final class RawClient implements AutoCloseable {
  private static final int VERSION = 3 << 16;
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** An answer: its type and its body as text. */
  record Answer(char type, String body) {
    /** A field of an ErrorResponse or NoticeResponse; empty when it is missing. */
    String field(char code) {
      for (String field : body.split("\0", -1)) {
        if (!field.isEmpty() && field.charAt(0) == code) {
          return field.substring(1);
        }
      }
      return "";
    }
  }

  /** Connected, and nothing said yet. */
  RawClient(int port) throws IOException {
    this(port, false);
  }

  private RawClient(int port, boolean byteByByte) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    OutputStream line = socket.getOutputStream();
    // A FilterOutputStream as it is makes a write, and with TCP_NODELAY a packet, of each byte.
    out = new DataOutputStream(byteByByte ? new FilterOutputStream(line) : line);
  }

  /** Connected, and sends each byte by itself. */
  static RawClient byteByByte(int port) throws IOException {
    return new RawClient(port, true);
  }

  /** Logged in without a password, with these startup parameters more. */
  static RawClient of(ListeningPool pool, String... parameters) throws IOException {
    RawClient client = new RawClient(pool.port());
    client.start(VERSION, parameters);
    client.until('Z');
    return client;
  }

  /** Its own end. */
  int port() {
    return socket.getLocalPort();
  }

  /** Says that nothing more will come, and still listens. */
  void endsItsSide() throws IOException {
    socket.shutdownOutput();
  }

  /** Breaks the connection off without a word. */
  void breakOff() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  void start(int version, String... parameters) throws IOException {
    out.write(startup(version, parameters));
  }

  /** A start-up packet in one piece: who is refused for its first bytes would find the end. */
  static byte[] startup(int version, String... parameters) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String word : List.of("user", "ecar_user", "database", "ecar_db")) {
      text.write(text(word));
    }
    for (String word : parameters) {
      text.write(text(word));
    }
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(packet);
    fields.writeInt(text.size() + 9);
    fields.writeInt(version);
    fields.write(text.toByteArray());
    fields.write(0);
    return packet.toByteArray();
  }

  static byte[] text(String word) {
    return (word + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes as they are. */
  RawClient raw(byte... bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  RawClient ints(int... numbers) throws IOException {
    for (int number : numbers) {
      out.writeInt(number);
    }
    return this;
  }

  /** A message. */
  RawClient say(char type, byte[]... parts) throws IOException {
    int length = 4;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream message = new DataOutputStream(all);
    message.write(type);
    message.writeInt(length);
    for (byte[] part : parts) {
      message.write(part);
    }
    out.write(all.toByteArray());
    return this;
  }

  RawClient query(String sql) throws IOException {
    return say('Q', text(sql));
  }

  RawClient parse(String name, String sql) throws IOException {
    return say('P', text(name), text(sql), new byte[2]);
  }

  RawClient bind(String name) throws IOException {
    return say('B', text(""), text(name), new byte[6]);
  }

  RawClient execute() throws IOException {
    return say('E', text(""), new byte[4]);
  }

  RawClient sync() throws IOException {
    return say('S');
  }

  /** Asks for what is answered so far, and leaves the transaction open. */
  RawClient flush() throws IOException {
    return say('H');
  }

  /** The salt of the question for an md5 answer, which is to come next. */
  byte[] md5Salt() throws IOException {
    int type = in.read();
    int length = in.readInt();
    int method = in.readInt();
    if (type != 'R' || length != 12 || method != 5) {
      throw new IOException("no question for md5, but " + (char) type + " of method " + method);
    }
    return in.readNBytes(4);
  }

  int readByte() throws IOException {
    return in.read();
  }

  /** The next answer; null when the connection has ended. */
  Answer next() {
    try {
      int type = in.read();
      if (type < 0) {
        return null;
      }
      int length = in.readInt();
      return new Answer((char) type, new String(in.readNBytes(length - 4), StandardCharsets.UTF_8));
    } catch (java.net.SocketException reset) {
      return null;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Takes answers up to the key to cancel by, and returns its two numbers. */
  int[] cancelKey() throws IOException {
    while (in.read() != 'K') {
      in.readNBytes(in.readInt() - 4);
    }
    in.readInt();
    return new int[] {in.readInt(), in.readInt()};
  }

  /** Every answer up to the first of this type, or to the end. */
  List<Answer> until(char type) {
    List<Answer> all = new ArrayList<>();
    for (Answer answer = next(); answer != null; answer = next()) {
      all.add(answer);
      if (answer.type() == type) {
        break;
      }
    }
    return all;
  }

  /** The types of the answers up to ReadyForQuery or the end. */
  String types() {
    return types(until('Z'));
  }

  static String types(List<Answer> answers) {
    StringBuilder types = new StringBuilder();
    answers.forEach(answer -> types.append(answer.type()));
    return types.toString();
  }

  /** Takes whatever comes, up to the end or to a silence of so many milliseconds. */
  void hear(int millis) throws IOException {
    socket.setSoTimeout(Math.max(1, millis));
    try {
      while (in.read() >= 0) {
        in.skipNBytes(in.available());
      }
    } catch (java.net.SocketTimeoutException | java.net.SocketException over) {
      // It has said what it wanted to say.
    }
  }

  /** The last answer before the end of the connection. */
  Answer last() {
    List<Answer> all = until((char) 0);
    return all.get(all.size() - 1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
