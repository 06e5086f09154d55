package tn.ecar.pool.bench;

/**
 * One line of the bench.
 *
 * @param letter what it is called by, as the options name it
 * @param method which method is measured
 * @param what in words
 * @param threads how many threads do it at once
 */
record Line(char letter, String method, String what, int threads) {
  private static final int CROWD = 64;
  private static final int BOTH_DOORS = 16;

  static Line of(char letter, int threads) {
    return switch (letter) {
      case 'a' -> new Line('a', "Transactions.select", "autocommit SELECT by key", threads);
      case 'b' -> new Line('b', "Transactions.transaction", "transaction of one SELECT", threads);
      case 'c' -> new Line('c', "Transactions.tpcb", "TPC-B", threads);
      case 'd' -> new Line('d', "Transactions.held", "SELECT, commit, hold for 5 ms", CROWD);
      case 'e' -> new Line('e', "Handles.take", "take and close a handle", 1);
      case 'f' -> new Line('f', "Doors.select", "SELECT, half of them from outside", BOTH_DOORS);
      default ->
          throw new IllegalArgumentException(
              "no line " + letter + ": there are a, b, c, d, e and f");
    };
  }

  /** Whether it is measured at several numbers of threads. */
  static boolean isScaled(char letter) {
    return letter >= 'a' && letter <= 'c';
  }

  /** Whether it has statements, so that its percentiles mean something. */
  boolean hasStatements() {
    return letter != 'e';
  }

  /** What JMH finds the method by. */
  String pattern() {
    return "^" + Line.class.getPackageName().replace(".", "\\.") + "\\." + method + "$";
  }

  /** What the table and the rows call it. */
  String title() {
    return "(" + letter + ") " + what + ", " + threads + (threads == 1 ? " thread" : " threads");
  }
}
