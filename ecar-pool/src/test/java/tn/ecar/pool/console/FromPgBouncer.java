package tn.ecar.pool.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tn.ecar.pool.config.Setting;

/**
 * The table of keys in docs/from-pgbouncer.md, made from that of docs/pool.md: what somebody who
 * has a PgBouncer's ini must know of each.
 */
final class FromPgBouncer {
  private static final String BEGIN = "<!-- table: keys -->\n";
  private static final String END = "<!-- end of keys -->";

  /** The first key of the list that PgBouncer does not have; those behind it neither. */
  private static final Setting FIRST_OF_OURS = Setting.CONFIG_HISTORY_DIR;

  private static final String OURS = "new here";
  private static final String WITHOUT_EFFECT = "read and checked; without effect here";

  static final Map<String, String> NOTES =
      Map.ofEntries(
          Map.entry("default_pool_size", "bounds programs outside and code inside together"),
          Map.entry("max_client_conn", "code inside the Java machine counts as clients too"),
          Map.entry("client_tls_ecdhcurve", "the same; anything but `auto` needs Java 20 or newer"),
          Map.entry("dns_max_ttl", "in a server Java's `networkaddress.cache.ttl` adds to it"),
          Map.entry(
              "dns_nxdomain_ttl", "in a server `networkaddress.cache.negative.ttl` adds to it"),
          Map.entry("dns_zone_check_period", "no zone is watched: `dns_max_ttl` bounds the time"),
          Map.entry("tcp_user_timeout", "for clients; for servers use the `tcp_keep` keys"),
          Map.entry("resolv_conf", "the system's resolver is asked"),
          Map.entry("job_name", "for Windows services; take the line out or leave it"),
          Map.entry("user", "`./ecar pool` and the image become that user; a server does not"),
          Map.entry("logfile", "of `./ecar pool`; inside a server its log has the lines"),
          Map.entry("pidfile", "of `./ecar pool`"),
          Map.entry("unix_socket_dir", "abstract sockets (`@name`) are refused"));

  private record Row(String key, String preset, String reload, String force) {}

  private FromPgBouncer() {}

  private static List<Row> rows(String reference) {
    List<Row> rows = new ArrayList<>();
    boolean within = false;
    for (String line : reference.lines().toList()) {
      within = within ? !line.startsWith("<!-- end") : line.equals("<!-- table: settings -->");
      String[] cells =
          Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
      if (within && line.startsWith("| `")) {
        rows.add(new Row(cells[1], cells[2], cells[4], cells[5]));
      }
    }
    return rows;
  }

  private static String table(String reference) {
    StringBuilder table = new StringBuilder(BEGIN);
    table.append("| key | default | RELOAD takes it | what to know |\n| --- | --- | --- | --- |\n");
    boolean ours = false;
    for (Row row : rows(reference)) {
      String key = row.key().replace("`", "");
      ours = ours || key.equals(FIRST_OF_OURS.key());
      String note =
          ours
              ? OURS
              : NOTES.getOrDefault(
                  key, row.force().equals("checked only") ? WITHOUT_EFFECT : "the same");
      table.append(
          "| `%s` |%s | %s | %s |\n"
              .formatted(
                  key, row.preset().isEmpty() ? "" : " " + row.preset(), row.reload(), note));
    }
    return table.append(END).toString();
  }

  /** The page with its table as docs/pool.md has it now. */
  static String renewed(String page, String reference) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END) + END.length();
    return page.substring(0, begin) + table(reference) + page.substring(end);
  }
}
