package tn.ecar.pool.transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/**
 * Reads a list of cipher suites in OpenSSL's notation, as server_tls_ciphers has it: names such as
 * ECDHE-RSA-AES256-GCM-SHA384, the words default, secure, normal, high, fast and all, and what is
 * to be left out with ! or - in front. Java's own names are taken too.
 */
final class CipherSuites {
  private static final String TLS13 = "TLS_";
  private static final Set<String> EVERYTHING =
      Set.of("default", "secure", "normal", "high", "fast", "all");

  /** Suites up to TLS 1.2 by the name that OpenSSL gives them and by Java's. */
  private final Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private final List<String> older = new ArrayList<>();
  private final List<String> newer = new ArrayList<>();

  /** Knows the suites that this Java has and does not hold unsafe. */
  CipherSuites(String[] enabled) {
    for (String suite : enabled) {
      int with = suite.indexOf("_WITH_");
      if (with > 0) {
        older.add(suite);
        known.put(suite, suite);
        known.put(openSsl(suite.substring(0, with), suite.substring(with + 6)), suite);
      } else if (suite.startsWith(TLS13)) {
        newer.add(suite);
      }
    }
  }

  private static String openSsl(String exchange, String cipher) {
    String prefix = exchange.substring(exchange.indexOf('_') + 1).replace('_', '-');
    String rest =
        cipher
            .replace("CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305")
            .replace("AES_128", "AES128")
            .replace("AES_256", "AES256")
            .replace("_CBC", "")
            .replace('_', '-');
    return prefix.equals("RSA") ? rest : prefix + "-" + rest;
  }

  /**
   * What to enable.
   *
   * @param side whose settings a refusal names
   * @param ciphers the suites up to TLS 1.2
   * @param tls13 the suites of TLS 1.3; empty for all
   * @throws ConfigurationException naming a suite that does not exist here
   */
  String[] chosen(TlsSide side, String ciphers, String tls13) {
    Set<String> all =
        new LinkedHashSet<>(tls13.isEmpty() ? newer : exactly(side.tls13Ciphers(), tls13));
    all.addAll(chosenOlder(side.ciphers(), ciphers));
    return all.toArray(String[]::new);
  }

  private List<String> exactly(Setting setting, String tls13) {
    List<String> chosen = new ArrayList<>();
    for (String name : tls13.split("[:, ]+")) {
      if (!newer.contains(name)) {
        throw refuse(setting, tls13, name, newer);
      }
      chosen.add(name);
    }
    return chosen;
  }

  private Set<String> chosenOlder(Setting setting, String ciphers) {
    Set<String> chosen = new LinkedHashSet<>();
    Set<String> never = new LinkedHashSet<>();
    for (String word : ciphers.split("[:, ]+")) {
      if (word.startsWith("!") || word.startsWith("-")) {
        // Whatever is left out may also be a family such as aNULL, which is never enabled here.
        older.stream().filter(suite -> isOf(suite, word.substring(1))).forEach(never::add);
      } else if (EVERYTHING.contains(word.toLowerCase(java.util.Locale.ROOT))) {
        chosen.addAll(older);
      } else if (known.containsKey(word)) {
        chosen.add(known.get(word));
      } else if (!word.isEmpty() && !newer.contains(word)) {
        throw refuse(setting, ciphers, word, known.keySet());
      }
    }
    chosen.removeAll(never);
    return chosen;
  }

  private boolean isOf(String suite, String word) {
    return suite.equals(known.get(word))
        || List.of(suite.split("_")).contains(word.toUpperCase(java.util.Locale.ROOT));
  }

  private static ConfigurationException refuse(
      Setting setting, String value, String name, Iterable<String> allowed) {
    return new ConfigurationException(
        setting.key()
            + " = "
            + value
            + ": there is no suite "
            + name
            + " here; allowed are "
            + String.join(", ", allowed));
  }
}
