package tn.ecar.pool.console;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import tn.ecar.pool.protocol.Buffer;

/** The body of one message from a client, read field by field. */
final class Request {
  private final String kind;
  private final byte[] bytes;
  private final ByteBuffer body;

  Request(String kind, byte[] bytes, int from, int end) {
    this.kind = kind;
    this.bytes = bytes;
    this.body = ByteBuffer.wrap(bytes, from, end - from);
  }

  String text() throws ConsoleException {
    int end = Buffer.endOfText(bytes, body.position(), body.limit());
    if (end < 0) {
      throw broken();
    }
    String text = Buffer.text(bytes, body.position(), end);
    body.position(end + 1);
    return text;
  }

  char character() throws ConsoleException {
    try {
      return (char) body.get();
    } catch (BufferUnderflowException tooShort) {
      throw broken();
    }
  }

  short[] shorts() throws ConsoleException {
    try {
      short[] numbers = new short[body.getShort() & 0xffff];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = body.getShort();
      }
      return numbers;
    } catch (BufferUnderflowException tooShort) {
      throw broken();
    }
  }

  int number() throws ConsoleException {
    try {
      return body.getInt();
    } catch (BufferUnderflowException tooShort) {
      throw broken();
    }
  }

  /** Passes over the parameters of a Bind: no command of the console takes any. */
  void skipParameters() throws ConsoleException {
    try {
      int count = body.getShort() & 0xffff;
      for (int i = 0; i < count; i++) {
        int length = body.getInt();
        body.position(body.position() + Math.max(0, length));
      }
    } catch (BufferUnderflowException | IllegalArgumentException tooShort) {
      throw broken();
    }
  }

  private ConsoleException broken() {
    return new ConsoleException("broken " + kind + " packet");
  }
}
