package tn.ecar.pool.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of the ini file: sections, entries, comments at the start of a line, and %include.
 *
 * <p>It knows no key. An included file is read in place: it starts in the section it is included
 * in, and the section it ends in goes on after it. A relative name is relative to the working
 * directory.
 */
final class IniFile {
  /** One {@code key = value} with the section it stands in. */
  record Entry(String section, String key, String value, Origin origin) {}

  private static final Pattern SECTION = Pattern.compile("\\[\\s*([^\\]]*?)\\s*\\]");
  private static final Pattern INCLUDE = Pattern.compile("%include\\s+(.+)");
  private static final Pattern ENTRY =
      Pattern.compile("(\"(?:[^\"]|\"\")*\"|[^\"=\\s][^=\\s]*)\\s*=\\s*(.*)");
  private static final Pattern QUOTED = Pattern.compile("'((?:[^']|'')*)'");

  private final List<Entry> entries = new ArrayList<>();
  private final Deque<Path> open = new ArrayDeque<>();
  private String section;

  private IniFile() {}

  /** The entries of a file and of those it includes, in their order. */
  static List<Entry> read(Path file) {
    IniFile ini = new IniFile();
    ini.include(file, null);
    return ini.entries;
  }

  /** The entries of a text; {@code name} stands for the file in messages. */
  static List<Entry> parse(String name, String text) {
    IniFile ini = new IniFile();
    ini.lines(name, text);
    return ini.entries;
  }

  private void include(Path file, Origin from) {
    Path real = file.toAbsolutePath().normalize();
    if (open.contains(real)) {
      throw from.refuse("%include of " + file + ", which is being read already; remove one");
    }
    open.push(real);
    lines(file.toString(), content(file, from));
    open.pop();
  }

  private static String content(Path file, Origin from) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      String place = from == null ? "" : from + ": ";
      throw new ConfigurationException(
          place + "the configuration file " + file + " cannot be read (" + unreadable + ")",
          unreadable);
    }
  }

  private void lines(String name, String text) {
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && content.charAt(0) != ';' && content.charAt(0) != '#') {
        line(content, Origin.line(name, number));
      }
    }
  }

  private void line(String content, Origin origin) {
    Matcher header = SECTION.matcher(content);
    Matcher include = INCLUDE.matcher(content);
    Matcher entry = ENTRY.matcher(content);
    if (header.matches()) {
      section = header.group(1);
    } else if (include.matches()) {
      include(Path.of(unquoted(include.group(1))), origin);
    } else if (!entry.matches()) {
      // The line may hold a password, so only its place is told.
      throw origin.refuse("expected [section], key = value, %include file or a comment (; or #)");
    } else if (section == null) {
      throw origin.refuse(entry.group(1) + " stands before any [section]; put one above it");
    } else {
      entries.add(new Entry(section, name(entry.group(1)), entry.group(2), origin));
    }
  }

  private static String name(String written) {
    return written.startsWith("\"")
        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
        : written;
  }

  /** The text between single quotes with '' for one of them, or the text as it is. */
  static String unquoted(String value) {
    Matcher quoted = QUOTED.matcher(value);
    return quoted.matches() ? quoted.group(1).replace("''", "'") : value;
  }
}
