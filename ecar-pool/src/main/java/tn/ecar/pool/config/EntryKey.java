package tn.ecar.pool.config;

import java.util.Locale;

/** A key within an entry of [databases], [users] or [peers]: an enum constant per section. */
public interface EntryKey {
  /** The constant's name, which is the key in capitals. */
  String name();

  /** What the value may be. */
  ValueType type();

  /** One sentence on what it does. */
  String meaning();

  /** The key as the ini file spells it. */
  default String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
