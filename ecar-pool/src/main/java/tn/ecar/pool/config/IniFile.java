package tn.ecar.pool.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final Pattern QUOTED = Pattern.compile("'((?:[^']++|'')*+)'");

  /**
   * What files said.
   *
   * @param entries in their order
   * @param texts of the file and of those it includes, each as it was read, by absolute path
   */
  record Reading(List<Entry> entries, Map<Path, String> texts) {}

  /** Where the text of a file comes from. */
  @FunctionalInterface
  interface Texts {
    String of(Path file) throws IOException;
  }

  private final Texts source;
  private final Map<Path, String> texts = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Deque<Path> open = new ArrayDeque<>();
  private String section;

  private IniFile(Texts source) {
    this.source = source;
  }

  /** A file and those it includes. */
  static Reading read(Path file, Texts source) {
    IniFile ini = new IniFile(source);
    ini.include(file, null);
    return new Reading(ini.entries, Collections.unmodifiableMap(ini.texts));
  }

  /** The entries of a text; {@code name} stands for the file in messages. */
  static List<Entry> parse(String name, String text) {
    IniFile ini = new IniFile(Files::readString);
    ini.lines(name, text);
    return ini.entries;
  }

  private void include(Path file, Origin from) {
    Path real = file.toAbsolutePath().normalize();
    if (open.contains(real)) {
      throw from.refuse("%include of " + file + ", which is being read already; remove one");
    }
    open.push(real);
    String text = content(file, from);
    texts.put(real, text);
    lines(file.toString(), text);
    open.pop();
  }

  private String content(Path file, Origin from) {
    try {
      return source.of(file);
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
