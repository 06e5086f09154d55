package tn.ecar.pool.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * The text of a userlist, to be changed by a program: everything that is not changed stays as its
 * author wrote it, comments and order too.
 */
public final class UserlistText {
  private final List<String> lines;

  private UserlistText(List<String> lines) {
    this.lines = lines;
  }

  /** Takes a text apart; any text is taken. */
  public static UserlistText of(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\\R", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return new UserlistText(lines);
  }

  /** What is stored of a user, as it stands there, the oldest first. */
  public List<String> stored(String user) {
    return lines.stream().filter(line -> isOf(line, user)).map(UserlistText::storedOn).toList();
  }

  /** The same with one line more below the user's others, where the newest secret belongs. */
  public UserlistText with(String user, String stored) {
    int last = -1;
    for (int i = 0; i < lines.size(); i++) {
      last = isOf(lines.get(i), user) ? i : last;
    }
    List<String> more = new ArrayList<>(lines);
    more.add(last < 0 ? lines.size() : last + 1, quoted(user) + " " + quoted(stored));
    return new UserlistText(more);
  }

  /** The same without the lines of a user whose stored secret is one of those. */
  public UserlistText without(String user, Predicate<String> unwanted) {
    return new UserlistText(
        lines.stream()
            .filter(line -> !isOf(line, user) || !unwanted.test(storedOn(line)))
            .toList());
  }

  private static boolean isOf(String line, String user) {
    Matcher entry = Userlist.LINE.matcher(line);
    return entry.matches() && Userlist.unescaped(entry.group(1)).equals(user);
  }

  private static String storedOn(String line) {
    Matcher entry = Userlist.LINE.matcher(line);
    return entry.matches() ? Userlist.unescaped(entry.group(2)) : "";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** The text, for the file alone: it holds secrets. */
  public String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
