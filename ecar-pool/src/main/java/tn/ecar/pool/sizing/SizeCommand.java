package tn.ecar.pool.sizing;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./ecar size}: sizes by the rule of thumb from numbers on the command line, and advice from
 * what a running pool has measured.
 */
public final class SizeCommand {
  private static final int REFUSED = 1;

  private final SizeArguments arguments;
  private final Map<String, String> environment;
  private final PrintStream out;

  SizeCommand(SizeArguments arguments, Map<String, String> environment, PrintStream out) {
    this.arguments = arguments;
    this.environment = environment;
    this.out = out;
  }

  /** Runs it; the status is 0, or 1 after a sentence that says what is wrong. */
  public static void main(String[] line) {
    try {
      new SizeCommand(SizeArguments.parse(List.of(line)), System.getenv(), System.out).run();
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      System.exit(REFUSED);
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence for the person at the terminal
   */
  void run() {
    arguments.formula().ifPresent(this::thumb);
    try {
      Optional<List<Load>> loads = measured();
      loads.ifPresent(this::advice);
    } catch (ConnectException nobody) {
      withoutPool(
          "Nothing answers at "
              + arguments.place()
              + ": start ECAR by ./ecar run, or name where it is by --url or --console.");
    } catch (IOException | SQLException failed) {
      throw new IllegalArgumentException(
          "The pool at " + arguments.place() + " gives no figures: " + failed.getMessage(), failed);
    }
  }

  private void thumb(Formula formula) {
    out.printf(
        "By the rule of thumb: %d workers x %d threads x 1.5 = %d server connections"
            + " (default_pool_size).%n",
        formula.workers(), formula.threads(), formula.servers());
    out.println("  It rests on the numbers you gave alone; measured figures are better.");
    if (formula.nesting() > 1) {
      out.printf(
          "  With %d servers to a thread at once, never fewer than %d: else all threads can hold"
              + " one and wait for another.%n",
          formula.nesting(), formula.withoutStarving());
    }
  }

  private Optional<List<Load>> measured() throws IOException, SQLException {
    if (arguments.console().isPresent()) {
      String user = arguments.user().orElse("pgbouncer");
      return Optional.of(
          Measured.byConsole(
              arguments.console().get(), user, environment.getOrDefault("PGPASSWORD", "")));
    }
    Measured.requireAnswer(arguments.url());
    String user = arguments.user().orElse("manager");
    String password = environment.get("ECAR_PASSWORD");
    if (password == null) {
      withoutPool(
          "ECAR at "
              + arguments.url()
              + " wants a login: put the password of "
              + user
              + " into the environment as ECAR_PASSWORD, or name another by --user.");
      return Optional.empty();
    }
    return Optional.of(Measured.byRest(arguments.url(), user, password));
  }

  /** Not an error where the rule of thumb was asked for as well. */
  private void withoutPool(String why) {
    if (arguments.formula().isEmpty()) {
      throw new IllegalArgumentException(
          why + " Or give --workers and --threads for the rule of thumb.");
    }
    out.println(why);
  }

  private void advice(List<Load> loads) {
    if (loads.isEmpty()) {
      out.println("The pool at " + arguments.place() + " has not been used yet: nothing measured.");
      return;
    }
    out.println("From what the pool at " + arguments.place() + " has measured:");
    for (Advice each : new Sizing(arguments.cores()).advise(loads)) {
      String whose = each.database().isEmpty() ? "" : each.database() + "/" + each.user() + ": ";
      out.printf(
          "%n%s%s = %d%s%n  because  %s%n  changes  %s%n",
          whose,
          each.key(),
          each.advised(),
          each.advised() == each.now() ? ", as it is" : " (now " + each.now() + ")",
          each.because(),
          each.change());
    }
  }
}
