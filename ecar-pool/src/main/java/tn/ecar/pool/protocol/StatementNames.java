package tn.ecar.pool.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A client's names for its prepared statements. Those that it binds again and again are found by
 * the bytes of the message, without making a text of them each time.
 */
final class StatementNames {
  private static final int RECENT = 32;

  private final Map<String, Statement> byName = new HashMap<>();
  private final byte[][] recentNames = new byte[RECENT][];
  private final Statement[] recent = new Statement[RECENT];

  int count() {
    return byName.size();
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The statement of this name; null when there is none. */
  Statement named(String name) {
    return byName.get(name);
  }

  /** The statement whose name stands between two indexes; null when there is none. */
  Statement get(byte[] bytes, int at, int end) {
    int slot = slot(bytes, at, end);
    byte[] name = recentNames[slot];
    if (name != null && Arrays.equals(name, 0, name.length, bytes, at, end)) {
      return recent[slot];
    }
    Statement statement = byName.get(Buffer.text(bytes, at, end));
    if (statement != null) {
      recentNames[slot] = Arrays.copyOfRange(bytes, at, end);
      recent[slot] = statement;
    }
    return statement;
  }

  private static int slot(byte[] bytes, int at, int end) {
    int hash = end - at;
    for (int i = at; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash & RECENT - 1;
  }

  void put(String name, Statement statement) {
    byName.put(name, statement);
    forgetRecent();
  }

  void remove(String name) {
    if (byName.remove(name) != null) {
      forgetRecent();
    }
  }

  /** Only these are left. */
  void replaceBy(Map<String, Statement> others) {
    byName.clear();
    byName.putAll(others);
    forgetRecent();
  }

  private void forgetRecent() {
    Arrays.fill(recentNames, null);
    Arrays.fill(recent, null);
  }
}
