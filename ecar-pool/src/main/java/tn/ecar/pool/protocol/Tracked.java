package tn.ecar.pool.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The parameters that follow a client from server to server, each with an index. Fixed when the
 * pooler starts.
 */
public final class Tracked {
  /** What PostgreSQL reports of itself (search_path since 18), and is worth carrying along. */
  private static final List<String> REPORTED =
      List.of(
          "client_encoding",
          "DateStyle",
          "TimeZone",
          "standard_conforming_strings",
          "application_name",
          "search_path");

  /** What SET SESSION CHARACTERISTICS changes; PostgreSQL does not report it. */
  private static final List<String> CHARACTERISTICS =
      List.of(
          "default_transaction_isolation",
          "default_transaction_read_only",
          "default_transaction_deferrable");

  private final List<String> names;
  private final int[] unreported;
  private final Map<String, Integer> indexes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Tracks what is always tracked and more.
   *
   * @param extra the names in track_extra_parameters
   */
  public Tracked(List<String> extra) {
    List<String> all = new ArrayList<>(REPORTED);
    all.addAll(CHARACTERISTICS);
    for (String name : extra) {
      if (all.stream().noneMatch(name::equalsIgnoreCase)) {
        all.add(name);
      }
    }
    names = List.copyOf(all);
    for (int i = 0; i < names.size(); i++) {
      indexes.put(names.get(i), i);
    }
    // default_transaction_read_only is reported since PostgreSQL 14.
    unreported =
        new int[] {index("default_transaction_isolation"), index("default_transaction_deferrable")};
  }

  /** How many parameters are tracked. */
  public int size() {
    return names.size();
  }

  String name(int index) {
    return names.get(index);
  }

  /** The index of a parameter, or -1 when it is not tracked. */
  int index(String name) {
    Integer index = indexes.get(name);
    return index == null ? -1 : index;
  }

  /** The statements that bring a server's values to a client's; null when nothing differs. */
  String difference(String[] wanted, String[] present) {
    StringBuilder sql = null;
    for (int i = 0; i < wanted.length; i++) {
      String want = wanted[i];
      String have = present[i];
      // The same object most of the time: after a restore both sides share it.
      if (!Objects.equals(want, have)) {
        sql = sql == null ? new StringBuilder() : sql.append(';');
        if (want == null) {
          sql.append("RESET ").append(names.get(i));
        } else {
          // set_config and not SET: it takes the value of a list, such as search_path, as it is.
          sql.append("SELECT set_config('").append(names.get(i)).append("', E'");
          sql.append(want.replace("\\", "\\\\").replace("'", "\\'")).append("', false)");
        }
      }
    }
    return sql == null ? null : sql.toString();
  }

  /** Puts the values that PostgreSQL does not report back to its defaults. */
  void forgetUnreported(String[] values) {
    for (int index : unreported) {
      values[index] = null;
    }
  }

  /** What no report will tell, from one client's values to those that it is compared by. */
  void copyUnreported(String[] from, String[] to) {
    for (int index : unreported) {
      to[index] = from[index];
    }
  }
}
