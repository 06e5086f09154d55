package tn.ecar.pool.protocol;

/** A run of whole messages of one kind, such as rows, that can be passed on as one piece. */
final class MessageRun {
  private static final int HEAD = 5;

  private MessageRun() {}

  /**
   * Where the run ends.
   *
   * @param most what the length of each must stay below
   * @return {@code at} when not even the first is whole and of this kind
   */
  static int end(byte kind, byte[] bytes, int at, int end, int most) {
    int next = at;
    while (end - next >= HEAD && bytes[next] == kind) {
      int length = Buffer.intAt(bytes, next + 1);
      if (length < HEAD - 1 || length >= most || length > end - next - 1) {
        break;
      }
      next += 1 + length;
    }
    return next;
  }
}
