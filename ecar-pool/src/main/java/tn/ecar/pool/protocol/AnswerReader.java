package tn.ecar.pool.protocol;

/**
 * Reads a server's answers where they lie and takes out what is not for the client. A message may
 * come in any pieces; only of messages whose content matters is a copy made, and only when they
 * come in several.
 */
final class AnswerReader {
  private static final int HEAD = 5;

  private final ServerSession session;
  private final byte[] held = new byte[HEAD];
  private final Buffer captured = new Buffer();
  private int heldCount;
  private byte type;
  private int remaining;
  private boolean keeping;
  private boolean capturing;

  AnswerReader(ServerSession session) {
    this.session = session;
  }

  boolean isInsideMessage() {
    return remaining > 0 || heldCount > 0;
  }

  int unhold(byte[] into, int offset) {
    int count = heldCount;
    System.arraycopy(held, 0, into, offset, count);
    heldCount = 0;
    return count;
  }

  int scan(byte[] bytes, int offset, int length) {
    int from = offset;
    int to = offset;
    int end = offset + length;
    while (from < end) {
      int piece;
      if (remaining > 0) {
        piece = Math.min(remaining, end - from);
        proceed(bytes, from, piece);
      } else if (end - from < HEAD) {
        heldCount = end - from;
        System.arraycopy(bytes, from, held, 0, heldCount);
        break;
      } else {
        piece = rows(bytes, from, end);
        if (piece == 0) {
          piece = begin(bytes, from, end);
        }
        if (piece < 0) {
          session.outOfProtocol();
          break;
        }
      }
      if (keeping) {
        if (to != from) {
          System.arraycopy(bytes, from, bytes, to, piece);
        }
        to += piece;
      }
      from += piece;
    }
    return to - offset;
  }

  /**
   * Rows are most of what servers say, and change nothing: a run of whole ones goes by its heads
   * alone.
   *
   * @return how many bytes the run has; 0 when the next message is none
   */
  private int rows(byte[] bytes, int at, int end) {
    byte kind = bytes[at];
    if (kind != 'D' && kind != 'd') {
      return 0;
    }
    int next = MessageRun.end(kind, bytes, at, end, Integer.MAX_VALUE);
    if (next > at) {
      session.speaks();
      type = kind;
      keeping = session.isForClient(kind);
      capturing = false;
    }
    return next - at;
  }

  /** Looks at the head of a message; how many bytes of it are here, or -1 for nonsense. */
  private int begin(byte[] bytes, int at, int end) {
    int length = Buffer.intAt(bytes, at + 1);
    if (length < 4) {
      return -1;
    }
    type = bytes[at];
    keeping = session.isForClient(type);
    int body = length - 4;
    int here = Math.min(body, end - at - HEAD);
    remaining = body - here;
    if (type != 'E') {
      session.speaks();
    }
    if (type == '3' && session.sparesParse()) {
      bytes[at] = '1';
    }
    capturing = isInteresting(type);
    if (!capturing) {
      session.answered(type);
    } else if (remaining == 0) {
      look(bytes, at + HEAD, at + HEAD + body);
    } else {
      captured.clear();
      captured.append(bytes, at + HEAD, here);
    }
    return HEAD + here;
  }

  private void proceed(byte[] bytes, int at, int piece) {
    remaining -= piece;
    if (capturing) {
      captured.append(bytes, at, piece);
      if (remaining == 0) {
        look(captured.array(), captured.start(), captured.end());
      }
    }
  }

  private static boolean isInteresting(byte type) {
    return type == 'Z' || type == 'C' || type == 'E' || type == 'S';
  }

  private void look(byte[] body, int at, int end) {
    switch (type) {
      case 'Z' -> {
        if (end - at == 1) {
          session.ready((char) body[at]);
        } else {
          session.outOfProtocol();
        }
      }
      case 'C' -> session.completed(body, at, end);
      case 'E' -> session.failed(ServerError.parse(body, at, end));
      default -> {
        int name = Buffer.endOfText(body, at, end);
        int value = name < 0 ? -1 : Buffer.endOfText(body, name + 1, end);
        if (value < 0) {
          session.outOfProtocol();
        } else {
          session.parameter(Buffer.text(body, at, name), Buffer.text(body, name + 1, value));
        }
      }
    }
  }
}
