package tn.ecar.pool.console;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One column of a console table.
 *
 * @param name as RowDescription tells it
 * @param type the PostgreSQL type of its values
 * @param meaning one sentence for the operator: what a value says, and its unit where it has one
 */
public record Column(String name, Type type, String meaning) {

  static Column text(String name, String meaning) {
    return new Column(name, Type.TEXT, meaning);
  }

  static Column int4(String name, String meaning) {
    return new Column(name, Type.INT4, meaning);
  }

  static Column int8(String name, String meaning) {
    return new Column(name, Type.INT8, meaning);
  }

  static Column numeric(String name, String meaning) {
    return new Column(name, Type.NUMERIC, meaning);
  }

  /** The PostgreSQL types that the console answers with. */
  public enum Type {
    TEXT(25, -1),
    INT4(23, 4),
    INT8(20, 8),
    NUMERIC(1700, -1);

    private final int oid;
    private final int length;

    Type(int oid, int length) {
      this.oid = oid;
      this.length = length;
    }

    int oid() {
      return oid;
    }

    /** Bytes of a value in RowDescription; -1 when it varies. */
    int length() {
      return length;
    }

    /** PostgreSQL's binary form, which JDBC asks for once it knows a statement's types. */
    byte[] binary(String value) {
      return switch (this) {
        case TEXT -> value.getBytes(StandardCharsets.UTF_8);
        case INT4 -> ByteBuffer.allocate(4).putInt(Integer.parseInt(value)).array();
        case INT8 -> ByteBuffer.allocate(8).putLong(Long.parseLong(value)).array();
        case NUMERIC -> numeric(new BigInteger(value));
      };
    }

    /** Groups of four decimal digits, highest first; all of the console's numerics are whole. */
    private static byte[] numeric(BigInteger value) {
      BigInteger base = BigInteger.valueOf(10_000);
      Deque<Short> digits = new ArrayDeque<>();
      BigInteger rest = value.abs();
      while (rest.signum() != 0) {
        BigInteger[] division = rest.divideAndRemainder(base);
        digits.push(division[1].shortValueExact());
        rest = division[0];
      }
      ByteBuffer binary = ByteBuffer.allocate(8 + 2 * digits.size());
      binary.putShort((short) digits.size());
      binary.putShort((short) Math.max(0, digits.size() - 1));
      binary.putShort((short) (value.signum() < 0 ? 0x4000 : 0));
      binary.putShort((short) 0);
      digits.forEach(binary::putShort);
      return binary.array();
    }
  }
}
