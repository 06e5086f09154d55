package tn.ecar.pool.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The way of a client's messages to its server. Looks at heads only, except where a prepared
 * statement is named; large messages pass through in pieces.
 */
final class Forwarding {
  private static final int HEAD = 5;

  /** CopyData, CopyDone, CopyFail and Flush. */
  private static final String STRAY = "dcfH";

  /** A message above this size is passed on before it is complete, where that is possible. */
  private static final int LARGE = 64 * 1024;

  private final ClientSession client;
  private int passing;
  private int straying;
  private boolean inPart;
  private Trace unnamed;
  private Trace bound;

  Forwarding(ClientSession client) {
    this.client = client;
  }

  boolean isPassing() {
    return passing > 0 || straying > 0;
  }

  boolean isInsideMessage() {
    return isPassing() || inPart;
  }

  /** Whether it cannot be told yet what kind of message begins here. */
  boolean lacksHead(int at, int end) {
    return !isPassing() && end - at < HEAD;
  }

  /**
   * Passes over what stands at the front and asks for nothing: the rest of a COPY that has failed,
   * which PostgreSQL passes over too, and Flush.
   */
  int skipStray(byte[] bytes, int offset, int end) throws Refusal {
    int at = offset;
    while (at < end && passing == 0) {
      if (straying == 0) {
        if (end - at < HEAD || STRAY.indexOf(bytes[at]) < 0) {
          break;
        }
        straying = 1 + length(bytes, at);
      }
      int piece = Math.min(straying, end - at);
      straying -= piece;
      at += piece;
      inPart = false;
    }
    return at;
  }

  int forward(byte[] bytes, int offset, int end, ServerSession server) throws Refusal {
    int at = offset;
    while (at < end) {
      if (passing > 0) {
        int piece = Math.min(passing, end - at);
        server.out().append(bytes, at, piece);
        passing -= piece;
        at += piece;
        continue;
      }
      if (end - at < HEAD || bytes[at] == 'X') {
        break; // Terminate is between the client and its door.
      }
      if (bytes[at] == 'd') {
        int next = MessageRun.end((byte) 'd', bytes, at, end, client.rules().maxPacket());
        if (next > at) {
          server.out().append(bytes, at, next - at);
          at = next;
          continue;
        }
      }
      int total = 1 + length(bytes, at);
      if (end - at >= total) {
        complete(bytes, at, total, server);
        at += total;
      } else if (bytes[at] == 'd' || (total > LARGE && bytes[at] == 'B' && end - at > LARGE)) {
        begin(bytes, at, end, total, server);
        at = end;
      } else {
        break;
      }
    }
    inPart = at < end;
    return at;
  }

  private int length(byte[] bytes, int at) throws Refusal {
    int length = Buffer.intAt(bytes, at + 1);
    if (length < 4 || length >= client.rules().maxPacket()) {
      throw Refusal.badHeader(bytes, at, at + HEAD);
    }
    return length;
  }

  private void begin(byte[] bytes, int at, int end, int total, ServerSession server)
      throws Refusal {
    if (bytes[at] == 'B') {
      bind(bytes, at, end, total, server);
    } else {
      server.out().append(bytes, at, end - at);
    }
    passing = total - (end - at);
  }

  private void complete(byte[] bytes, int at, int total, ServerSession server) throws Refusal {
    int end = at + total;
    switch (bytes[at]) {
      case 'P' -> parse(bytes, at, end, server);
      case 'B' -> bind(bytes, at, end, total, server);
      case 'D' -> describe(bytes, at, end, server);
      case 'E' -> pass(bytes, at, total, server, Expected.execute(bound));
      case 'C' -> close(bytes, at, end, server);
      case 'S' -> {
        client.countQuery();
        pass(bytes, at, total, server, Expected.SYNC);
      }
      case 'Q' -> query(bytes, at, total, server);
      case 'F' -> {
        client.countQuery();
        pass(bytes, at, total, server, Expected.FUNCTION);
      }
      case 'H', 'd' -> server.out().append(bytes, at, total);
      case 'c', 'f' -> {
        server.out().append(bytes, at, total);
        server.copyEnded();
      }
      default -> throw Refusal.of("unknown pkt");
    }
  }

  private static void pass(byte[] bytes, int at, int total, ServerSession server, Expected answer) {
    server.out().append(bytes, at, total);
    server.expect(answer);
  }

  private void query(byte[] bytes, int at, int total, ServerSession server) throws Refusal {
    if (!client.rules().simpleQueries()) {
      throw Refusal.of("PQexec disallowed");
    }
    client.countQuery();
    watchCharacteristics(bytes, at + HEAD, at + total);
    pass(bytes, at, total, server, Expected.query(Heads.ofAll(bytes, at + HEAD, at + total)));
  }

  private void watchCharacteristics(byte[] bytes, int at, int end) {
    String[] changed = Sql.characteristics(bytes, at, end, client.tracked());
    if (changed != null) {
      client.characteristicsAsked(changed);
    }
  }

  private void parse(byte[] bytes, int at, int end, ServerSession server) throws Refusal {
    int name = at + HEAD;
    int text = textAfter(bytes, name, end, "Parse") + 1;
    watchCharacteristics(bytes, text, end);
    boolean isUnnamed = text == name + 1;
    if (isUnnamed) {
      client.doom().unnamedParsed(bytes, text, end);
      unnamed = Heads.of(bytes, text, end);
    }
    if (isUnnamed || !client.rules().renaming()) {
      pass(bytes, at, end - at, server, Expected.PARSE);
      return;
    }
    String clientName = Buffer.text(bytes, name, text - 1);
    Statement statement = client.define(clientName, Arrays.copyOfRange(bytes, text, end));
    server.statements().parse(statement, clientName, client.rules().maxPrepared());
  }

  private void bind(byte[] bytes, int at, int end, int total, ServerSession server) throws Refusal {
    int portal = at + HEAD;
    int name = textAfter(bytes, portal, end, "Bind") + 1;
    int rest = textAfter(bytes, name, end, "Bind") + 1;
    if (rest == name + 1 || !client.rules().renaming()) {
      bound = rest == name + 1 ? unnamed : null;
      server.out().append(bytes, at, end - at);
      server.expect(Expected.BIND);
      return;
    }
    Statement statement = named(bytes, name, rest, server);
    bound = statement.trace();
    client.countBind();
    byte[] serverName = serverName(statement, server);
    Buffer out = server.out();
    out.append('B').appendInt(total - 1 - (rest - name - 1) + serverName.length);
    out.append(bytes, portal, name - portal).append(serverName).append(0);
    out.append(bytes, rest, end - rest);
    server.expect(statement.bound());
  }

  private void describe(byte[] bytes, int at, int end, ServerSession server) throws Refusal {
    int name = at + HEAD + 1;
    int stop = textAfter(bytes, name, end, "Describe");
    if (bytes[at + HEAD] != 'S' || stop == name || !client.rules().renaming()) {
      pass(bytes, at, end - at, server, Expected.DESCRIBE);
      return;
    }
    Statement statement = named(bytes, name, stop + 1, server);
    byte[] serverName = serverName(statement, server);
    Buffer out = server.out();
    int mark = out.begin('D');
    out.append('S').append(serverName).append(0);
    out.finish(mark);
    server.expect(statement.described());
  }

  private void close(byte[] bytes, int at, int end, ServerSession server) throws Refusal {
    int name = at + HEAD + 1;
    int stop = textAfter(bytes, name, end, "Close");
    if (bytes[at + HEAD] != 'S' || stop == name || !client.rules().renaming()) {
      pass(bytes, at, end - at, server, Expected.CLOSE);
      return;
    }
    client.undefine(Buffer.text(bytes, name, stop));
    server.statements().closeForClient();
  }

  /** The statement, which the server then has. */
  private Statement named(byte[] bytes, int name, int rest, ServerSession server) throws Refusal {
    Statement statement = client.statements().get(bytes, name, rest - 1);
    if (statement == null) {
      throw Refusal.of("prepared statement did not exist");
    }
    if (!statement.isStale()) {
      server.statements().prepare(statement, client.rules().maxPrepared());
    }
    return statement;
  }

  /**
   * A stale statement is not prepared anew on a server that lacks it: its client knows rows of the
   * old shape. Its name then does not exist there, and the error makes the client prepare again.
   */
  private static byte[] serverName(Statement statement, ServerSession server) {
    return statement.isStale() && !server.statements().holds(statement)
        ? (statement.serverName() + "_stale").getBytes(StandardCharsets.US_ASCII)
        : statement.serverNameBytes();
  }

  private static int textAfter(byte[] bytes, int at, int end, String message) throws Refusal {
    int stop = Buffer.endOfText(bytes, at, end);
    if (stop < 0) {
      throw Refusal.of("broken " + message + " packet");
    }
    return stop;
  }
}
