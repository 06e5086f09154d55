package tn.ecar.pool.sizing;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the command line of {@code ./ecar size} asks for.
 *
 * @param formula the numbers for the rule of thumb, where they were given
 * @param cores of the database's machine
 * @param url where ECAR is
 * @param console host and port of a console to be asked in place of REST
 * @param user who asks
 */
record SizeArguments(
    Optional<Formula> formula,
    OptionalInt cores,
    URI url,
    Optional<String> console,
    Optional<String> user) {
  private static final Set<String> OPTIONS =
      Set.of("--workers", "--threads", "--nesting", "--cores", "--url", "--console", "--user");
  private static final String USAGE =
      "usage: ./ecar size [--workers N --threads N [--nesting N]] [--cores N]"
          + " [--url URL | --console HOST:PORT] [--user NAME]";

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException naming the word that is wrong
   */
  static SizeArguments parse(List<String> line) {
    Map<String, String> given = given(line);
    boolean workers = given.containsKey("--workers");
    if (workers != given.containsKey("--threads") || (given.containsKey("--nesting") && !workers)) {
      throw new IllegalArgumentException("--workers and --threads go together; " + USAGE);
    }
    Optional<Formula> formula =
        workers
            ? Optional.of(
                new Formula(
                    number(given, "--workers"),
                    number(given, "--threads"),
                    given.containsKey("--nesting") ? number(given, "--nesting") : 1))
            : Optional.empty();
    OptionalInt cores =
        given.containsKey("--cores")
            ? OptionalInt.of(number(given, "--cores"))
            : OptionalInt.empty();
    return new SizeArguments(
        formula,
        cores,
        url(given.getOrDefault("--url", "http://localhost:8080")),
        Optional.ofNullable(given.get("--console")),
        Optional.ofNullable(given.get("--user")));
  }

  private static Map<String, String> given(List<String> line) {
    Map<String, String> given = new HashMap<>();
    Deque<String> words = new ArrayDeque<>(line);
    while (!words.isEmpty()) {
      String word = words.poll();
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException("There is no option " + word + "; " + USAGE);
      }
      String value = equals < 0 ? words.poll() : word.substring(equals + 1);
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException("The option " + name + " wants a value; " + USAGE);
      }
      given.put(name, value);
    }
    return given;
  }

  private static int number(Map<String, String> given, String name) {
    String text = given.get(name);
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(name + " " + text + ": give a whole number from 1.");
    }
    return Integer.parseInt(text);
  }

  private static URI url(String text) {
    if (!text.matches("https?://[^/?#]+/?")) {
      throw new IllegalArgumentException(
          "--url " + text + ": give scheme, host and port, such as http://localhost:8080");
    }
    return URI.create(text.endsWith("/") ? text : text + "/");
  }

  /** Where the figures come from. */
  String place() {
    return console().orElseGet(() -> url().toString());
  }
}
