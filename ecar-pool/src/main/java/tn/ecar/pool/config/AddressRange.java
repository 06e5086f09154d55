package tn.ecar.pool.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The addresses that a host-based rule is about. */
final class AddressRange {
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads address/bits, or an address with a mask.
   *
   * @param maskOrNull the mask where it stands in a word of its own
   */
  static AddressRange parse(Origin origin, String text, String maskOrNull) {
    int slash = text.indexOf('/');
    byte[] network = address(origin, slash < 0 ? text : text.substring(0, slash));
    if (slash < 0 && maskOrNull == null) {
      throw origin.refuse(
          text + ": expected address/bits, such as " + text + "/32, or an address and a mask");
    }
    int bits =
        slash < 0 ? bits(origin, address(origin, maskOrNull)) : bits(origin, text, slash, network);
    return new AddressRange(network, bits);
  }

  private static byte[] address(Origin origin, String text) {
    if (!NUMERIC.matcher(text).matches()) {
      throw origin.refuse(text + " is no address; names of hosts are not taken here");
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException broken) {
      throw origin.refuse(text + " is no address");
    }
  }

  private static int bits(Origin origin, String text, int slash, byte[] network) {
    String number = text.substring(slash + 1);
    if (!number.matches("\\d{1,3}") || Integer.parseInt(number) > 8 * network.length) {
      throw origin.refuse(text + ": after / a number from 0 to " + 8 * network.length);
    }
    return Integer.parseInt(number);
  }

  private static int bits(Origin origin, byte[] mask) {
    int bits = 0;
    while (bits < 8 * mask.length && isSet(mask, bits)) {
      bits++;
    }
    for (int i = bits; i < 8 * mask.length; i++) {
      if (isSet(mask, i)) {
        throw origin.refuse("a mask has its ones at the front");
      }
    }
    return bits;
  }

  private static boolean isSet(byte[] bytes, int bit) {
    return (bytes[bit / 8] >> (7 - bit % 8) & 1) != 0;
  }

  boolean holds(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      if (isSet(bytes, i) != isSet(network, i)) {
        return false;
      }
    }
    return true;
  }
}
