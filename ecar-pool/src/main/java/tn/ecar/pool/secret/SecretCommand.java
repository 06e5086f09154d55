package tn.ecar.pool.secret;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;

/**
 * {@code ./ecar secret USER}: prints the line of auth_file for a user, whose password it reads from
 * standard input, where the launcher puts what was typed. Never from an argument: arguments stand
 * in the list of processes and in the history of the shell.
 */
public final class SecretCommand {
  static final String USAGE =
      "usage: ./ecar secret [--scram [--iterations N]] USER    (the password comes from standard"
          + " input, or is asked for)";

  /** PostgreSQL's scram_iterations when nobody sets it. */
  private static final int ITERATIONS = 4096;

  private final PrintStream out;
  private final PrintStream err;

  SecretCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** What is asked for. */
  private record Wish(String user, boolean scram, int iterations) {
    static Wish of(String... arguments) {
      Deque<String> words = new ArrayDeque<>(List.of(arguments));
      String user = null;
      boolean scram = false;
      int iterations = ITERATIONS;
      while (!words.isEmpty()) {
        String word = words.pop();
        switch (word) {
          case "--scram" -> scram = true;
          case "--md5" -> scram = false;
          case "--iterations" -> iterations = count(words.isEmpty() ? "" : words.pop());
          default -> {
            if (word.startsWith("-")) {
              throw new IllegalArgumentException("there is no option " + word);
            }
            if (user != null) {
              throw new IllegalArgumentException(
                  "one user and nothing more: a password is never taken from an argument");
            }
            user = word;
          }
        }
      }
      if (user == null || user.isEmpty()) {
        throw new IllegalArgumentException("the user is missing");
      }
      return new Wish(user, scram, iterations);
    }

    private static int count(String word) {
      if (!word.matches("[1-9][0-9]{0,7}")) {
        throw new IllegalArgumentException("--iterations " + word + ": expected a number from 1");
      }
      return Integer.parseInt(word);
    }
  }

  /**
   * Prints the line.
   *
   * @param password where the password's one line is read
   * @return the exit status: 0, or 1 when there is no line to print
   */
  int run(Reader password, String... arguments) throws IOException {
    Wish wish;
    try {
      wish = Wish.of(arguments);
    } catch (IllegalArgumentException wrong) {
      err.println(wrong.getMessage());
      err.println(USAGE);
      return 1;
    }
    String clear = new BufferedReader(password).readLine();
    if (clear == null || clear.isEmpty()) {
      err.println("the password is empty; PostgreSQL never accepts that");
      return 1;
    }
    out.println(quoted(wish.user()) + " " + quoted(stored(wish, clear)));
    return 0;
  }

  private static String stored(Wish wish, String clear) {
    if (!wish.scram()) {
      return Md5.hash(wish.user(), clear).text();
    }
    return ScramServer.verifier(new Secret.Clear(clear), wish.iterations()).text();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** The command's own process. */
  public static void main(String... arguments) throws IOException {
    System.exit(
        new SecretCommand(System.out, System.err)
            .run(new InputStreamReader(System.in, StandardCharsets.UTF_8), arguments));
  }
}
