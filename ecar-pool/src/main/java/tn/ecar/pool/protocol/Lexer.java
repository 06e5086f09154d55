package tn.ecar.pool.protocol;

/** Finds where a statement of several in one text ends: what stands in quotes does not count. */
final class Lexer {
  private Lexer() {}

  /** The index of the semicolon that ends the statement here, or the limit. */
  static int statementEnd(byte[] from, int at, int limit) {
    int i = at;
    while (i < limit && from[i] != ';') {
      i = next(from, i, limit);
    }
    return Math.min(i, limit);
  }

  /** The index behind the character, quoted text or comment here. */
  private static int next(byte[] from, int at, int limit) {
    int comment = afterComment(from, at, limit);
    if (comment != at) {
      return comment;
    }
    return switch (from[at]) {
      case '\'' -> afterQuote(from, at + 1, limit, isEscape(from, at));
      case '"' -> afterQuote(from, at + 1, limit, false);
      case '$' -> afterDollar(from, at, limit);
      default -> at + 1;
    };
  }

  /** Behind the comment that begins here; the same index when none does. */
  static int afterComment(byte[] from, int at, int limit) {
    if (at + 1 >= limit) {
      return at;
    }
    if (from[at] == '-' && from[at + 1] == '-') {
      int i = at;
      while (i < limit && from[i] != '\n') {
        i++;
      }
      return i;
    }
    return from[at] == '/' && from[at + 1] == '*' ? afterBlock(from, at, limit) : at;
  }

  private static int afterBlock(byte[] from, int at, int limit) {
    int depth = 0;
    int i = at;
    while (i + 1 < limit) {
      if (from[i] == '/' && from[i + 1] == '*') {
        depth++;
        i += 2;
      } else if (from[i] == '*' && from[i + 1] == '/') {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else {
        i++;
      }
    }
    return limit;
  }

  private static boolean isEscape(byte[] from, int quote) {
    return quote > 0 && (from[quote - 1] | 0x20) == 'e';
  }

  private static int afterQuote(byte[] from, int at, int limit, boolean escapes) {
    byte quote = from[at - 1];
    int i = at;
    while (i < limit) {
      if (escapes && from[i] == '\\') {
        i += 2;
      } else if (from[i++] == quote) {
        return i; // A doubled quote begins the next quoted text at once.
      }
    }
    return limit;
  }

  private static int afterDollar(byte[] from, int at, int limit) {
    int open = at + 1;
    while (open < limit && (Character.isLetterOrDigit(from[open]) || from[open] == '_')) {
      open++;
    }
    if (open >= limit || from[open] != '$') {
      return at + 1;
    }
    int length = open + 1 - at;
    for (int i = open + 1; i + length <= limit; i++) {
      if (java.util.Arrays.equals(from, i, i + length, from, at, at + length)) {
        return i + length;
      }
    }
    return limit;
  }
}
