package tn.ecar.web.pages;

/** Numbers as typed on an Arabic or a French keyboard. */
final class Digits {
  private Digits() {}

  /** Returns the text without any spaces and with western digits; empty for null. */
  static String western(String typed) {
    if (typed == null) {
      return "";
    }
    StringBuilder western = new StringBuilder(typed.length());
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (Character.isDigit(c)) {
        western.append((char) ('0' + Character.digit(c, 10)));
      } else if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
        western.append(c);
      }
    }
    return western.toString();
  }
}
