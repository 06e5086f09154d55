package tn.ecar.pool.protocol;

import java.util.HashSet;
import java.util.Set;

/**
 * The doom of a client's transaction: from the moment it is pronounced nothing of the client
 * reaches a server; every statement is refused with 25P02 and the reason, until the client itself
 * rolls back. Meanwhile it answers in the server's place.
 *
 * <p>Pronounced from any thread; all else under the door's lock.
 */
public final class Doom {
  private static final int HEAD = 5;
  private static final String SQL_STATE = "25P02";

  private final ClientSession client;
  private volatile String reason;
  private boolean unnamedRollsBack;
  private boolean skipping;
  private boolean rolledBack;
  private final Set<String> rollbackPortals = new HashSet<>();

  Doom(ClientSession client) {
    this.client = client;
  }

  /** Pronounces it; the first reason stays. */
  public synchronized void pronounce(String why) {
    if (reason == null) {
      reason = why;
    }
  }

  /** Whether it stands. */
  public boolean stands() {
    return reason != null;
  }

  /** Why, in a sentence; null while none stands. */
  public String reasonOrNull() {
    return reason;
  }

  /** Ends it. */
  public synchronized void end() {
    reason = null;
    skipping = false;
    rolledBack = false;
    rollbackPortals.clear();
  }

  void unnamedParsed(byte[] bytes, int at, int end) {
    unnamedRollsBack = Sql.isRollback(bytes, at, end);
  }

  /**
   * Answers messages in the server's place, as far as they are complete; stops after the message
   * that ends the doom.
   *
   * @return the index of the first byte that was not taken
   */
  public int answer(byte[] bytes, int offset, int end, Buffer out) throws Refusal {
    int at = offset;
    while (stands() && end - at >= HEAD) {
      int length = Buffer.intAt(bytes, at + 1);
      if (length < 4) {
        throw Refusal.badHeader(bytes, at, at + HEAD);
      }
      if (end - at - 1 < length) {
        break;
      }
      byte type = bytes[at];
      int body = at + HEAD;
      int next = at + 1 + length;
      if (!skipping || type == 'S' || type == 'Q') {
        one(type, bytes, body, next, out);
      }
      at = next;
    }
    return at;
  }

  private void one(byte type, byte[] bytes, int body, int end, Buffer out) throws Refusal {
    switch (type) {
      case 'Q' -> {
        skipping = false;
        if (Sql.isRollback(bytes, body, end)) {
          Messages.commandComplete(out, "ROLLBACK");
          rolledBack = true;
        } else {
          refuse(out);
          skipping = false;
        }
        sync(out);
      }
      case 'P' -> parse(bytes, body, end, out);
      case 'B' -> bind(bytes, body, end, out);
      case 'D' -> describe(bytes, body, end, out);
      case 'E' -> {
        if (rollbackPortals.contains(textAt(bytes, body, end))) {
          Messages.commandComplete(out, "ROLLBACK");
          rolledBack = true;
        } else {
          refuse(out);
        }
      }
      case 'C' -> {
        if (body < end && bytes[body] == 'S') {
          client.undefine(textAt(bytes, body + 1, end));
        }
        Messages.empty(out, '3');
      }
      case 'S' -> {
        skipping = false;
        sync(out);
      }
      default -> {
        // Flush, and the rest of a COPY that the doom has broken off.
      }
    }
  }

  private void parse(byte[] bytes, int body, int end, Buffer out) throws Refusal {
    String name = textAt(bytes, body, end);
    int text = Buffer.endOfText(bytes, body, end) + 1;
    if (!Sql.isRollback(bytes, text, end)) {
      refuse(out);
      return;
    }
    if (name.isEmpty()) {
      unnamedRollsBack = true;
    } else {
      client.define(name, java.util.Arrays.copyOfRange(bytes, text, end));
    }
    Messages.empty(out, '1');
  }

  private void bind(byte[] bytes, int body, int end, Buffer out) throws Refusal {
    String portal = textAt(bytes, body, end);
    int name = Buffer.endOfText(bytes, body, end) + 1;
    if (rollsBack(textAt(bytes, name, end))) {
      rollbackPortals.add(portal);
      Messages.empty(out, '2');
    } else {
      refuse(out);
    }
  }

  private void describe(byte[] bytes, int body, int end, Buffer out) throws Refusal {
    String name = textAt(bytes, body + 1, end); // Refuses a body that is too short for a kind.
    boolean ofStatement = bytes[body] == 'S';
    if (ofStatement ? !rollsBack(name) : !rollbackPortals.contains(name)) {
      refuse(out);
      return;
    }
    if (ofStatement) {
      int mark = out.begin('t');
      out.appendShort(0);
      out.finish(mark);
    }
    Messages.empty(out, 'n');
  }

  private boolean rollsBack(String statement) {
    if (statement.isEmpty()) {
      return unnamedRollsBack;
    }
    Statement named = client.statements().named(statement);
    return named != null && named.isRollback();
  }

  private void refuse(Buffer out) {
    Messages.error(out, "ERROR", SQL_STATE, reason);
    skipping = true;
  }

  private void sync(Buffer out) {
    if (rolledBack) {
      end();
      client.tell('I');
    } else {
      client.tell('E');
    }
    Messages.ready(out, client.status());
  }

  private static String textAt(byte[] bytes, int at, int end) throws Refusal {
    int stop = Buffer.endOfText(bytes, at, end);
    if (stop < 0) {
      throw Refusal.of("unknown pkt");
    }
    return Buffer.text(bytes, at, stop);
  }
}
