package tn.ecar.pool.config;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./ecar pool history}, {@code diff} and {@code rollback}: shows the configurations that a
 * pool has accepted and brings one back. They work on files alone, so that they help when no pool
 * starts any more; a running one takes the files up by RELOAD.
 */
public final class HistoryCommand {
  private static final int REFUSED = 1;
  private static final Pattern DIRECTORY =
      Pattern.compile("(?m)^\\s*config_history_dir\\s*=\\s*(.*?)\\s*$");
  private static final String USAGE =
      "usage: ./ecar pool history FILE.ini | ./ecar pool diff FILE.ini [NUMBER] |"
          + " ./ecar pool rollback FILE.ini [NUMBER]";

  private final Map<String, String> environment;
  private final Clock clock;
  private final PrintStream out;

  HistoryCommand(Map<String, String> environment, Clock clock, PrintStream out) {
    this.environment = environment;
    this.clock = clock;
    this.out = out;
  }

  /** Runs it; the status is 0, or 1 after a sentence that says what is wrong. */
  public static void main(String[] line) {
    try {
      new HistoryCommand(System.getenv(), Clock.systemUTC(), System.out).run(List.of(line));
    } catch (IllegalArgumentException | ConfigurationException refused) {
      System.err.println(refused.getMessage());
      System.exit(REFUSED);
    } catch (IOException failed) {
      System.err.println("The history cannot be read or written: " + failed);
      System.exit(REFUSED);
    }
  }

  /**
   * Does what the words ask.
   *
   * @throws IllegalArgumentException with a sentence for the person at the terminal
   * @throws ConfigurationException when what was kept is no configuration any more
   */
  void run(List<String> words) throws IOException {
    if (words.size() < 2 || words.size() > 3) {
      throw new IllegalArgumentException(USAGE);
    }
    Path ini = Path.of(words.get(1)).toAbsolutePath().normalize();
    History history = History.of(ini, directory(ini));
    List<History.Kept> all = history.all();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no history of "
              + ini
              + " in "
              + history.directory()
              + ": a pool that starts with this file keeps what it accepts there.");
    }
    String number = words.size() == 3 ? words.get(2) : null;
    switch (words.get(0)) {
      case "history" -> list(all);
      case "diff" -> differ(chosen(all, number, ini));
      case "rollback" -> rollBack(history, ini, chosen(all, number, ini));
      default -> throw new IllegalArgumentException(USAGE);
    }
  }

  /** Also of a file that is no good any more: that is when a history is wanted most. */
  private String directory(Path ini) throws IOException {
    String variable = environment.get(Setting.CONFIG_HISTORY_DIR.variable());
    if (variable != null) {
      return variable;
    }
    if (Files.notExists(ini)) {
      return "";
    }
    Matcher line = DIRECTORY.matcher(Files.readString(ini));
    return line.find() ? IniFile.unquoted(line.group(1)) : "";
  }

  private void list(List<History.Kept> all) throws IOException {
    out.println("  #  time                      -/+    ");
    for (int i = 0; i < all.size(); i++) {
      History.Kept kept = all.get(i);
      Difference change =
          Difference.between(i + 1 < all.size() ? all.get(i + 1).texts() : Map.of(), kept.texts());
      List<String> notes = new ArrayList<>();
      if (!kept.accepted()) {
        notes.add("replaced by a rollback, never accepted");
      }
      if (present(kept).equals(kept.texts())) {
        notes.add("as the files are now");
      }
      out.printf(
          "%3d  %-24s  -%d/+%d  %s%n",
          i + 1, kept.at(), change.taken(), change.added(), String.join(", ", notes));
    }
  }

  /** The one of this number, else the newest that was accepted and is not what stands there now. */
  private static History.Kept chosen(List<History.Kept> all, String number, Path ini)
      throws IOException {
    if (number != null) {
      if (!number.matches("[0-9]{1,4}")
          || Integer.parseInt(number) < 1
          || Integer.parseInt(number) > all.size()) {
        throw new IllegalArgumentException(
            "There is no number " + number + ": ./ecar pool history shows 1 to " + all.size());
      }
      return all.get(Integer.parseInt(number) - 1);
    }
    for (History.Kept kept : all) {
      if (kept.accepted() && !present(kept).equals(kept.texts())) {
        return kept;
      }
    }
    throw new IllegalArgumentException(
        ini + " is as it always was: nothing else was ever accepted.");
  }

  private static Map<Path, String> present(History.Kept kept) throws IOException {
    Map<Path, String> present = new LinkedHashMap<>();
    for (Path file : kept.texts().keySet()) {
      if (Files.exists(file)) {
        present.put(file, Files.readString(file));
      }
    }
    return present;
  }

  private void differ(History.Kept kept) throws IOException {
    Difference difference = Difference.between(present(kept), kept.texts());
    if (difference.isEmpty()) {
      out.println("The files are as they were at " + kept.at() + ".");
    } else {
      out.println("A rollback to " + kept.at() + " takes - and adds +:");
      difference.lines().forEach(out::println);
    }
  }

  private void rollBack(History history, Path ini, History.Kept kept) throws IOException {
    Configuration.read(ini, kept.texts(), environment);
    Map<Path, String> present = present(kept);
    if (present.equals(kept.texts())) {
      out.println("The files are as they were at " + kept.at() + " already.");
      return;
    }
    if (!isKnown(history, present)) {
      history.keep(
          new History.Kept(clock.instant().truncatedTo(ChronoUnit.MILLIS), false, present));
    }
    List<Path> files = new ArrayList<>(kept.texts().keySet());
    java.util.Collections.reverse(files);
    for (Path file : files) {
      String text = kept.texts().get(file);
      if (!Objects.equals(text, present.get(file))) {
        PrivateFile.replace(file, text);
        out.println(file + " is what it was at " + kept.at() + ".");
      }
    }
    out.println(
        "A running pool takes it up by RELOAD: psql -p 6432 pgbouncer -c RELOAD, or kill -HUP.");
  }

  /** What somebody has written and no pool has seen is kept, too: nothing is lost. */
  private static boolean isKnown(History history, Map<Path, String> present) throws IOException {
    return history.all().stream().anyMatch(kept -> kept.texts().equals(present));
  }
}
