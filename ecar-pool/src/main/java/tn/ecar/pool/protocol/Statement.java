package tn.ecar.pool.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The text and parameter types of a named prepared statement, shared by all clients that prepare
 * the same, under a name that only servers see.
 *
 * <p>It lives as long as a client or a server knows it. Once its plan no longer fits its tables it
 * is stale for good: the same text, prepared anew, is another Statement, so that no client reads
 * rows of a new shape with the description of the old one.
 */
final class Statement {
  private static final String PREFIX = "ecar_";

  private final String serverName;
  private final byte[] serverNameBytes;
  private final byte[] body;
  private final Expected bound = of(Expected.Kind.BIND);
  private final Expected described = of(Expected.Kind.DESCRIBE);
  private final Trace trace;
  private volatile boolean stale;

  /**
   * Makes one.
   *
   * @param number unique in its pool
   * @param body what follows the name in the Parse message
   */
  Statement(long number, byte[] body) {
    this.serverName = PREFIX + number;
    this.serverNameBytes = serverName.getBytes(StandardCharsets.US_ASCII);
    this.body = body;
    this.trace = Heads.of(body, 0, body.length);
  }

  private Expected of(Expected.Kind kind) {
    return new Expected(kind, false, this, null, null);
  }

  String serverName() {
    return serverName;
  }

  /** The same as servers read it, not to be changed. */
  byte[] serverNameBytes() {
    return serverNameBytes;
  }

  /** The answer to a client's Bind of it. */
  Expected bound() {
    return bound;
  }

  /** The answer to a client's Describe of it. */
  Expected described() {
    return described;
  }

  void writeParse(Buffer out) {
    int mark = out.begin('P');
    out.appendText(serverName).append(body);
    out.finish(mark);
  }

  /** Whether its text ends the transaction by rolling it back. */
  boolean isRollback() {
    return Sql.isRollback(body, 0, body.length);
  }

  /** What it leaves behind in a session; null when nothing. */
  Trace trace() {
    return trace;
  }

  byte[] body() {
    return body;
  }

  boolean isStale() {
    return stale;
  }

  void spoil() {
    stale = true;
  }
}
