package tn.ecar.pool.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes on their way: appended at the end, taken from the start. Grows as needed and starts over at
 * the front of its array whenever it runs empty. Not thread-safe.
 */
public final class Buffer {
  private static final int FIRST_CAPACITY = 512;

  /** An array that one large message has blown up is not kept for ever. */
  private static final int KEPT_CAPACITY = 64 * 1024;

  private byte[] data = new byte[FIRST_CAPACITY];
  private int start;
  private int end;

  /** How many bytes wait in it. */
  public int size() {
    return end - start;
  }

  public boolean isEmpty() {
    return start == end;
  }

  /** The array that holds the bytes from {@link #start} up to {@link #end}; valid until changed. */
  public byte[] array() {
    return data;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** Takes bytes off the front. */
  public void skip(int count) {
    start += count;
    if (start >= end) {
      clear();
    }
  }

  /** Forgets everything. */
  public void clear() {
    start = 0;
    end = 0;
    if (data.length > KEPT_CAPACITY) {
      data = new byte[FIRST_CAPACITY];
    }
  }

  /** Moves up to {@code length} bytes from the front into an array; the number moved. */
  public int take(byte[] into, int offset, int length) {
    int count = Math.min(length, size());
    System.arraycopy(data, start, into, offset, count);
    skip(count);
    return count;
  }

  public Buffer append(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, data, end, length);
    end += length;
    return this;
  }

  public Buffer append(byte[] source) {
    return append(source, 0, source.length);
  }

  public Buffer append(int oneByte) {
    reserve(1);
    data[end++] = (byte) oneByte;
    return this;
  }

  public Buffer appendShort(int value) {
    return append(value >>> 8).append(value);
  }

  public Buffer appendInt(int value) {
    reserve(4);
    putInt(end, value);
    end += 4;
    return this;
  }

  /** A text with its terminating zero. */
  public Buffer appendText(String text) {
    return append(text.getBytes(StandardCharsets.UTF_8)).append(0);
  }

  /** Begins a message; the mark goes to {@link #finish}. */
  public int begin(int type) {
    append(type);
    appendInt(0);
    return end - 4 - start;
  }

  /** Begins a message without type, as the startup packet is. */
  public int beginUntyped() {
    appendInt(0);
    return end - 4 - start;
  }

  /** Writes the length of the message begun at the mark. */
  public void finish(int mark) {
    int at = start + mark;
    putInt(at, end - at);
  }

  private void putInt(int at, int value) {
    data[at] = (byte) (value >>> 24);
    data[at + 1] = (byte) (value >>> 16);
    data[at + 2] = (byte) (value >>> 8);
    data[at + 3] = (byte) value;
  }

  private void reserve(int more) {
    if (end + more <= data.length) {
      return;
    }
    int size = size();
    if (size + more > data.length) {
      data = Arrays.copyOfRange(data, start, start + Math.max(2 * data.length, size + more));
    } else {
      System.arraycopy(data, start, data, 0, size);
    }
    start = 0;
    end = size;
  }

  /** Reads a big-endian number. */
  public static int intAt(byte[] from, int at) {
    return (from[at] & 0xff) << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | (from[at + 3] & 0xff);
  }

  /** The index of the zero that ends the text starting here, or -1 when it does not end in time. */
  public static int endOfText(byte[] from, int at, int limit) {
    for (int i = at; i < limit; i++) {
      if (from[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The text between two indexes. */
  public static String text(byte[] from, int at, int end) {
    return new String(from, at, end - at, StandardCharsets.UTF_8);
  }
}
