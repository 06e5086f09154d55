package tn.ecar.pool.protocol;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The parameters of a client's start-up packet: taken over, dropped or refused. Used once. */
public final class StartupParameters {
  private static final String APPLICATION_NAME = "application_name";
  private static final String OPTIONS = "options";

  /** PostgreSQL cuts longer names off. */
  private static final int LONGEST_NAME = 63;

  private static final Set<String> ORDERS = Set.of("DMY", "MDY", "YMD");

  private final Tracked tracked;
  private final Set<String> ignored;
  private final Map<String, String> wanted = new LinkedHashMap<>();

  private Replication replication = Replication.NONE;

  /** As they were given; only kept for replication. */
  private String options;

  /**
   * Knows which parameters are taken.
   *
   * @param ignored the names that are dropped without a word (ignore_startup_parameters)
   */
  public StartupParameters(Tracked tracked, Set<String> ignored) {
    this.tracked = tracked;
    this.ignored = ignored;
  }

  void take(Map<String, String> given) throws Refusal {
    replication = Replication.of(given.remove(Replication.PARAMETER));
    for (Map.Entry<String, String> parameter : given.entrySet()) {
      String name = parameter.getKey();
      if (name.equals(OPTIONS) && replication != Replication.NONE) {
        options = parameter.getValue();
      } else if (name.equals(OPTIONS) && !ignored.contains(name)) {
        takeOptions(parameter.getValue());
      } else {
        take(name, parameter.getValue(), "unsupported startup parameter: ");
      }
    }
  }

  private void take(String name, String value, String refusal) throws Refusal {
    int index = tracked.index(name);
    if (index >= 0) {
      wanted.put(tracked.name(index), value);
    } else if (!ignored.contains(name)) {
      throw Refusal.of(refusal + name);
    }
  }

  private void takeOptions(String options) throws Refusal {
    String[] words = options.strip().split("(?<!\\\\)\\s+");
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (word.isEmpty()) {
        continue;
      }
      if (word.equals("-c") && i + 1 < words.length) {
        word = words[++i];
      } else if (word.startsWith("-c") || word.startsWith("--")) {
        word = word.substring(2);
      } else {
        throw notAnOption();
      }
      takeOption(word);
    }
  }

  private void takeOption(String word) throws Refusal {
    int equals = word.indexOf('=');
    if (equals < 1) {
      throw notAnOption();
    }
    String name = word.substring(0, equals).replace('-', '_');
    String value = word.substring(equals + 1).replaceAll("\\\\(.)", "$1");
    take(name, value, "unsupported startup parameter in options: ");
  }

  private static Refusal notAnOption() {
    return Refusal.of(
        "unsupported options startup parameter: only '-c config=val' and '--config=val' are"
            + " allowed");
  }

  /** Who does not name itself is called app. */
  void addHost(String place) {
    String name = wanted.getOrDefault(APPLICATION_NAME, "app") + " - " + place;
    wanted.put(APPLICATION_NAME, name.substring(0, Math.min(LONGEST_NAME, name.length())));
  }

  /** Whether the client speaks of replication. */
  public Replication replication() {
    return replication;
  }

  /**
   * What a server connection of the client's own is to be told at its start: all that the client
   * has asked for, options untouched.
   */
  Map<String, String> forOwnServer() {
    Map<String, String> asked = new LinkedHashMap<>(wanted);
    asked.put(Replication.PARAMETER, replication == Replication.LOGICAL ? "database" : "true");
    if (options != null) {
      asked.put(OPTIONS, options);
    }
    return asked;
  }

  /**
   * The parameters that a welcomed client is told: the server's own, except where the client asked
   * for others.
   */
  public Map<String, String> told(Map<String, String> ofServer) {
    Map<String, String> told = new LinkedHashMap<>();
    ofServer.forEach((name, value) -> told.put(name, told(name, value)));
    return told;
  }

  /** Tells a welcomed client the same. */
  void tell(Map<String, String> ofServer, Buffer out) {
    ofServer.forEach((name, value) -> Messages.parameterStatus(out, name, told(name, value)));
  }

  private String told(String name, String ofServer) {
    String asked = wanted.get(name);
    return asked == null ? ofServer : whole(name, asked, ofServer);
  }

  /** The client's values by tracked index: what it asked for, else what the server has. */
  public String[] values(Map<String, String> ofServer) {
    String[] values = new String[tracked.size()];
    for (int i = 0; i < values.length; i++) {
      String name = tracked.name(i);
      String asked = wanted.get(name);
      values[i] =
          asked == null ? ofServer.get(name) : whole(name, asked, ofServer.getOrDefault(name, ""));
    }
    return values;
  }

  /**
   * The value with what it leaves open. DateStyle has two halves, format and order of day and
   * month, and who asks for one would else find the other as some client before has set it.
   */
  private static String whole(String name, String asked, String ofServer) {
    if (!name.equals("DateStyle") || asked.contains(",")) {
      return asked;
    }
    String[] halves = ofServer.split(",\\s*");
    if (halves.length != 2) {
      return asked;
    }
    String half = asked.strip();
    if (half.equalsIgnoreCase("german")) {
      return half + ", DMY"; // Which is what PostgreSQL takes it for.
    }
    return ORDERS.contains(half.toUpperCase(Locale.ROOT))
        ? halves[0] + ", " + half
        : half + ", " + halves[1];
  }
}
