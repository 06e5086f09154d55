package tn.ecar.pool.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which names of certificates and of the system stand for which users, as auth_ident_file says:
 * lines of map, system name and user; a system name that begins with / is a regular expression, of
 * which the user may hold the first group as {@code \\1}.
 */
public final class IdentMaps {
  private final List<Entry> entries;

  private record Entry(String map, String name, Pattern pattern, String user) {
    boolean lets(String shown, String wanted) {
      if (pattern == null) {
        return name.equals(shown) && (user.equals("all") || user.equals(wanted));
      }
      Matcher matcher = pattern.matcher(shown);
      if (!matcher.find()) {
        return false;
      }
      String meant =
          matcher.groupCount() > 0 && matcher.group(1) != null
              ? user.replace("\\1", matcher.group(1))
              : user;
      return user.equals("all") || meant.equals(wanted);
    }
  }

  private IdentMaps(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * The maps of auth_ident_file; none when it is not set.
   *
   * @throws ConfigurationException naming file and line
   */
  public static IdentMaps of(Configuration configuration) {
    String file = configuration.text(Setting.AUTH_IDENT_FILE);
    if (file.isEmpty()) {
      return new IdentMaps(List.of());
    }
    try {
      return parse(file, Files.readString(Path.of(file)));
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          "auth_ident_file = " + file + " cannot be read: " + unreadable, unreadable);
    }
  }

  static IdentMaps parse(String name, String text) {
    List<Entry> entries = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      List<String> words = Words.of(line);
      if (words.isEmpty()) {
        continue;
      }
      Origin origin = Origin.line(name, number);
      if (words.size() != 3) {
        throw origin.refuse("expected three words: map, name of the system or certificate, user");
      }
      entries.add(entry(origin, words));
    }
    return new IdentMaps(entries);
  }

  private static Entry entry(Origin origin, List<String> words) {
    String shown = Words.bare(words.get(1));
    Pattern pattern = null;
    if (shown.startsWith("/")) {
      try {
        pattern = Pattern.compile(shown.substring(1));
      } catch (PatternSyntaxException broken) {
        throw origin.refuse(shown + " is no regular expression: " + broken.getDescription());
      }
    }
    return new Entry(Words.bare(words.get(0)), shown, pattern, Words.bare(words.get(2)));
  }

  /**
   * Whether somebody of this name may be this user.
   *
   * @param map which map counts; empty when the name must be the user's own
   * @param shown the name of the system or of the certificate
   */
  public boolean lets(String map, String shown, String user) {
    return map.isEmpty()
        ? shown.equals(user)
        : entries.stream().anyMatch(it -> it.map().equals(map) && it.lets(shown, user));
  }
}
