package tn.ecar.pool.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The messages of PostgreSQL's protocol 3.0 that the pool writes itself. */
public final class Messages {
  /** The protocol version that is spoken on both sides: 3.0. */
  public static final int VERSION_3_0 = 3 << 16;

  /** Asks whether TLS is spoken here. */
  public static final int SSL_REQUEST = 80877103;

  /** Asks whether GSSAPI encryption is spoken here. */
  public static final int GSS_REQUEST = 80877104;

  /** Asks to cancel what another connection does. */
  public static final int CANCEL_REQUEST = 80877102;

  /** The contract cuts texts of errors here. */
  private static final int LONGEST_TEXT = 127;

  private Messages() {}

  /** An ErrorResponse of the pool itself. */
  public static void error(Buffer out, String severity, String sqlState, String text) {
    report(out, 'E', severity, sqlState, text);
  }

  /** A NoticeResponse of the pool itself. */
  public static void notice(Buffer out, String text) {
    report(out, 'N', "NOTICE", "00000", text);
  }

  private static void report(Buffer out, char type, String severity, String sqlState, String text) {
    int mark = out.begin(type);
    out.append('S').appendText(severity);
    out.append('V').appendText(severity);
    out.append('C').appendText(sqlState);
    out.append('M').append(cut(text)).append(0);
    out.append(0);
    out.finish(mark);
  }

  private static byte[] cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_TEXT) {
      return bytes;
    }
    int end = LONGEST_TEXT;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return java.util.Arrays.copyOf(bytes, end);
  }

  /** AuthenticationRequest with this code and data. */
  static void authentication(Buffer out, int code, byte[] data) {
    int mark = out.begin('R');
    out.appendInt(code).append(data);
    out.finish(mark);
  }

  /** PasswordMessage, SASLInitialResponse or SASLResponse. */
  static void password(Buffer out, byte[] data) {
    int mark = out.begin('p');
    out.append(data);
    out.finish(mark);
  }

  static void parameterStatus(Buffer out, String name, String value) {
    int mark = out.begin('S');
    out.appendText(name).appendText(value);
    out.finish(mark);
  }

  static void backendKey(Buffer out, CancelKey key) {
    int mark = out.begin('K');
    out.appendInt(key.pid()).appendInt(key.secret());
    out.finish(mark);
  }

  /** ReadyForQuery. */
  public static void ready(Buffer out, char status) {
    int mark = out.begin('Z');
    out.append(status);
    out.finish(mark);
  }

  static void commandComplete(Buffer out, String tag) {
    int mark = out.begin('C');
    out.appendText(tag);
    out.finish(mark);
  }

  /** A message without a body. */
  public static void empty(Buffer out, char type) {
    out.finish(out.begin(type));
  }

  /** A simple query. */
  public static void query(Buffer out, String sql) {
    int mark = out.begin('Q');
    out.appendText(sql);
    out.finish(mark);
  }

  static void close(Buffer out, String statement) {
    int mark = out.begin('C');
    out.append('S').appendText(statement);
    out.finish(mark);
  }

  static void copyFail(Buffer out, String reason) {
    int mark = out.begin('f');
    out.appendText(reason);
    out.finish(mark);
  }

  /** StartupMessage. */
  static void startup(Buffer out, Map<String, String> parameters) {
    int mark = out.beginUntyped();
    out.appendInt(VERSION_3_0);
    parameters.forEach((name, value) -> out.appendText(name).appendText(value));
    out.append(0);
    out.finish(mark);
  }

  /** SSLRequest: whether the server would speak TLS. */
  public static void sslRequest(Buffer out) {
    int mark = out.beginUntyped();
    out.appendInt(SSL_REQUEST);
    out.finish(mark);
  }

  /** CancelRequest. */
  public static void cancelRequest(Buffer out, CancelKey key) {
    int mark = out.beginUntyped();
    out.appendInt(CANCEL_REQUEST).appendInt(key.pid()).appendInt(key.secret());
    out.finish(mark);
  }
}
