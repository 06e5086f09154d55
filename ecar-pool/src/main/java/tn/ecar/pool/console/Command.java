package tn.ecar.pool.console;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One console command as it was typed, taken apart: a word with at most one argument, or SET with a
 * key and a value.
 */
sealed interface Command {

  /** {@code CMD [word][;]}; the word in upper case, the argument as typed, without its quotes. */
  record Simple(String word, Optional<String> argument) implements Command {}

  /** {@code SET key = value} or {@code SET key TO 'value'}. */
  record Assignment(String key, String value) implements Command {}

  /** Nothing but blanks and semicolons. */
  record Empty() implements Command {}

  /**
   * A word as the console knows it; double quotes keep a name's blanks together. What is between
   * quotes is never tried another way: each character would keep a frame of the stack for that.
   */
  String WORD = "(\"(?:[^\"]++|\"\")++\"|[^\\s;='\"]+)";

  Pattern SIMPLE = compile("\\s*([a-z_]+)(?:\\s+" + WORD + ")?\\s*;?\\s*");
  Pattern SET_WORD =
      compile("\\s*set\\s+" + WORD + "\\s*(?:=|\\s+to\\s+)\\s*" + WORD + "\\s*;?\\s*");
  Pattern SET_TEXT =
      compile("\\s*set\\s+" + WORD + "\\s*(?:=|\\s+to\\s+)\\s*'((?:[^']++|'')*+)'\\s*;?\\s*");
  Pattern EMPTY = compile("[\\s;]*");

  /**
   * Takes a command apart.
   *
   * @throws ConsoleException when it has none of the three forms
   */
  static Command parse(String text) throws ConsoleException {
    Matcher word = SET_WORD.matcher(text);
    if (word.matches()) {
      return new Assignment(unquoted(word.group(1)), unquoted(word.group(2)));
    }
    Matcher quoted = SET_TEXT.matcher(text);
    if (quoted.matches()) {
      return new Assignment(unquoted(quoted.group(1)), quoted.group(2).replace("''", "'"));
    }
    Matcher simple = SIMPLE.matcher(text);
    if (simple.matches()) {
      return new Simple(
          simple.group(1).toUpperCase(Locale.ROOT),
          Optional.ofNullable(simple.group(2)).map(Command::unquoted));
    }
    if (EMPTY.matcher(text).matches()) {
      return new Empty();
    }
    throw invalid(text);
  }

  /** The refusal of a command that nobody knows. */
  static ConsoleException invalid(String text) {
    return new ConsoleException("invalid command '" + text + "', use SHOW HELP;");
  }

  private static String unquoted(String word) {
    return word.startsWith("\"")
        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
        : word;
  }

  private static Pattern compile(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
