package tn.ecar.pool.console;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.Refusal;

/**
 * One client's conversation with the console after its login: messages in, messages out, by the
 * simple and by the extended protocol. It does no I/O, but a command such as PAUSE returns only
 * when it is done, so the caller's thread may wait. Not thread-safe.
 */
public final class ConsoleSession {
  private static final int HEAD = 5;
  private static final String INTERNAL_ERROR = "XX000";
  private static final String FAILED = "the command failed, see logs for additional details";

  private final Console console;
  private final ConsoleRole role;
  private final Runnable asked;
  private final Runnable ended;
  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();
  private char status = 'I';
  private boolean skipping;
  private boolean over;

  /** A bound statement: read once, by Describe or Execute, and handed out from there. */
  private static final class Portal {
    private final String text;
    private final short[] formats;
    private Answer answer;
    private int handedOut;

    private Portal(String text, short[] formats) {
      this.text = text;
      this.formats = formats;
    }
  }

  /**
   * @param asked runs before each command
   * @param ended runs when the conversation is over; more than once does no harm
   */
  public ConsoleSession(Console console, ConsoleRole role, Runnable asked, Runnable ended) {
    this.console = Objects.requireNonNull(console, "console");
    this.role = Objects.requireNonNull(role, "role");
    this.asked = Objects.requireNonNull(asked, "asked");
    this.ended = Objects.requireNonNull(ended, "ended");
  }

  /** What the client is told by ParameterStatus when it has logged in, in this order. */
  public static Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("server_version", "1.25.2/bouncer");
    parameters.put("client_encoding", "UTF8");
    parameters.put("server_encoding", "UTF8");
    parameters.put("DateStyle", "ISO");
    parameters.put("TimeZone", "GMT");
    parameters.put("standard_conforming_strings", "on");
    parameters.put("is_superuser", "on");
    return Collections.unmodifiableMap(parameters);
  }

  /** Whether the client has said good-bye; its connection is to be closed. */
  public boolean isOver() {
    return over;
  }

  /** The client's connection has ended, with a good-bye or without. Any thread. */
  public void end() {
    ended.run();
  }

  /**
   * Takes what the client sends, whole message by whole message, and appends the answers.
   *
   * @return the index of the first byte that was not taken
   */
  public int receive(byte[] bytes, int offset, int end, Buffer out) {
    int at = offset;
    while (!over && end - at >= HEAD) {
      int length = Buffer.intAt(bytes, at + 1);
      if (length < HEAD - 1) {
        Replies.error(
            out, new ConsoleException(Refusal.badHeader(bytes, at, at + HEAD).getMessage()));
        over = true;
        return end;
      }
      if (end - at - 1 < length) {
        break;
      }
      answer((char) bytes[at], bytes, at + HEAD, at + 1 + length, out);
      at += 1 + length;
    }
    return at;
  }

  /** Half an answer would be none that a client can read: it gets the whole or an error. */
  private void answer(char type, byte[] bytes, int from, int end, Buffer out) {
    Buffer whole = new Buffer();
    try {
      message(type, bytes, from, end, whole);
    } catch (RuntimeException unforeseen) {
      whole.clear();
      Replies.error(whole, ConsoleException.unforeseen(INTERNAL_ERROR, FAILED, unforeseen, role));
      if (type == 'Q') {
        Replies.ready(whole, status);
      } else {
        skipping = true;
      }
    }
    out.append(whole.array(), whole.start(), whole.size());
  }

  private void message(char type, byte[] bytes, int from, int end, Buffer out) {
    switch (type) {
      case 'X' -> {
        over = true;
        end();
      }
      case 'S' -> {
        skipping = false;
        if (status == 'I') {
          portals.clear();
        }
        Replies.ready(out, status);
      }
      case 'H' -> {}
      case 'Q' -> simpleQuery(new Request("Query", bytes, from, end), out);
      default -> {
        if (!skipping) {
          extended(type, bytes, from, end, out);
        }
      }
    }
  }

  private void simpleQuery(Request request, Buffer out) {
    try {
      Replies.simple(out, run(request.text()));
    } catch (ConsoleException refusal) {
      Replies.error(out, refusal);
    }
    Replies.ready(out, status);
  }

  private void extended(char type, byte[] bytes, int from, int end, Buffer out) {
    try {
      switch (type) {
        case 'P' -> parse(new Request("Parse", bytes, from, end), out);
        case 'B' -> bind(new Request("Bind", bytes, from, end), out);
        case 'D' -> describe(new Request("Describe", bytes, from, end), out);
        case 'E' -> execute(new Request("Execute", bytes, from, end), out);
        case 'C' -> close(new Request("Close", bytes, from, end), out);
        default -> throw new ConsoleException("unknown pkt");
      }
    } catch (ConsoleException refusal) {
      Replies.error(out, refusal);
      skipping = true;
    }
  }

  private void parse(Request request, Buffer out) throws ConsoleException {
    String name = request.text();
    statements.put(name, request.text());
    Replies.empty(out, '1');
  }

  private void bind(Request request, Buffer out) throws ConsoleException {
    String name = request.text();
    String text = statement(request.text());
    request.shorts();
    request.skipParameters();
    portals.put(name, new Portal(text, request.shorts()));
    Replies.empty(out, '2');
  }

  private void describe(Request request, Buffer out) throws ConsoleException {
    boolean statement = request.character() == 'S';
    String name = request.text();
    Portal portal = statement ? new Portal(statement(name), new short[0]) : portal(name);
    if (statement) {
      int mark = out.begin('t');
      out.appendShort(0);
      out.finish(mark);
    }
    if (reads(portal.text)) {
      portal.answer = run(portal.text);
    }
    if (portal.answer instanceof Answer.Rows rows) {
      Replies.description(out, rows.table().columns(), portal.formats);
    } else {
      Replies.empty(out, 'n');
    }
  }

  /** Only what changes nothing may run before Execute. */
  private static boolean reads(String text) throws ConsoleException {
    var manners = Manners.of(text);
    if (manners.isPresent()) {
      return manners.get() == Manners.SHOW;
    }
    return Command.parse(text) instanceof Command.Simple command
        && (command.word().equals("SHOW") || command.word().equals("SELECT"));
  }

  private void execute(Request request, Buffer out) throws ConsoleException {
    Portal portal = portal(request.text());
    int limit = request.number();
    if (portal.answer == null) {
      portal.answer = run(portal.text);
    }
    if (limit > 0 && portal.answer instanceof Answer.Rows rows) {
      some(portal, rows.table(), limit, out);
    } else {
      Replies.execution(out, portal.answer, portal.formats);
    }
  }

  private static void some(Portal portal, Table table, int limit, Buffer out) {
    List<List<String>> rows = table.rows();
    int end = Math.min(rows.size(), portal.handedOut + limit);
    for (List<String> row : rows.subList(portal.handedOut, end)) {
      Replies.row(out, table.columns(), row, portal.formats);
    }
    portal.handedOut = end;
    if (end < rows.size()) {
      Replies.empty(out, 's');
    } else {
      Replies.complete(out, "SHOW");
    }
  }

  private void close(Request request, Buffer out) throws ConsoleException {
    boolean statement = request.character() == 'S';
    String name = request.text();
    if (statement) {
      statements.remove(name);
    } else {
      portals.remove(name);
    }
    Replies.empty(out, '3');
  }

  private Answer run(String text) throws ConsoleException {
    asked.run();
    var manners = Manners.of(text);
    if (manners.isPresent()) {
      status = manners.get().status(status);
      return manners.get().answer();
    }
    return console.answer(text, role);
  }

  private String statement(String name) throws ConsoleException {
    String text = statements.get(name);
    if (text == null) {
      throw new ConsoleException("prepared statement did not exist");
    }
    return text;
  }

  private Portal portal(String name) throws ConsoleException {
    Portal portal = portals.get(name);
    if (portal == null) {
      throw new ConsoleException("34000", "portal \"" + name + "\" does not exist", "");
    }
    return portal;
  }
}
