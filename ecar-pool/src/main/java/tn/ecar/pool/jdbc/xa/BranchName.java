package tn.ecar.pool.jdbc.xa;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.transaction.xa.Xid;

/**
 * The name of a transaction branch: a value, unlike the transaction manager's own Xid, whose class
 * need not define equality.
 *
 * <p>In PostgreSQL it is the identifier of PREPARE TRANSACTION, {@code ecar_<format>.<global
 * id>.<branch id>} with both ids in URL-safe base 64: at most 194 of the 199 characters allowed,
 * and never one that needs quoting.
 */
record BranchName(int format, String global, String branch) implements Xid {
  private static final String PREFIX = "ecar_";
  private static final int MOST_BYTES = Xid.MAXGTRIDSIZE;

  static BranchName of(Xid xid) {
    if (xid instanceof BranchName name) {
      return name;
    }
    return new BranchName(
        xid.getFormatId(), text(xid.getGlobalTransactionId()), text(xid.getBranchQualifier()));
  }

  /** Reads an identifier of pg_prepared_xacts; empty when it is not one of ours. */
  static Optional<BranchName> read(String identifier) {
    if (!identifier.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String[] parts = identifier.substring(PREFIX.length()).split("\\.", -1);
    if (parts.length != 3 || !parts[0].matches("-?[0-9]{1,10}")) {
      return Optional.empty();
    }
    try {
      BranchName name = new BranchName(Integer.parseInt(parts[0]), parts[1], parts[2]);
      boolean fits =
          name.getGlobalTransactionId().length <= MOST_BYTES
              && name.getBranchQualifier().length <= MOST_BYTES;
      return fits ? Optional.of(name) : Optional.empty();
    } catch (IllegalArgumentException foreign) {
      // Somebody else's prepared transaction that happens to begin like ours: not ours to finish.
      return Optional.empty();
    }
  }

  /** What PREPARE TRANSACTION takes. */
  String identifier() {
    return PREFIX + format + "." + global + "." + branch;
  }

  @Override
  public int getFormatId() {
    return format;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return bytes(global);
  }

  @Override
  public byte[] getBranchQualifier() {
    return bytes(branch);
  }

  private static String text(byte[] id) {
    byte[] kept = Arrays.copyOf(id, Math.min(id.length, MOST_BYTES));
    return new String(
        Base64.getUrlEncoder().withoutPadding().encode(kept), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String id) {
    return Base64.getUrlDecoder().decode(id);
  }

  @Override
  public String toString() {
    return identifier();
  }
}
