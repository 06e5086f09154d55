package tn.ecar.web.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XHTML page with holes: {@code {{name}}} is filled with escaped text, {@code
 * {{#list}}…{{/list}}} is repeated for each entry of a list and left out when it is empty. A hole
 * that nobody fills is an error, so that a document never goes out with a gap.
 */
final class Template {
  private static final Pattern SECTION =
      Pattern.compile("\\{\\{#(\\w+)}}(.*?)\\{\\{/\\1}}", Pattern.DOTALL);
  private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");

  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /** Returns the template of that name beside this class. */
  static Template named(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The template " + name + " is missing from the application.");
      }
      return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The template " + name + " cannot be read.", e);
    }
  }

  /**
   * Returns the page.
   *
   * @param values text by name of its hole; never null
   * @param lists entries by name of their section; within a section its own names come first
   */
  String fill(Map<String, String> values, Map<String, List<Map<String, String>>> lists) {
    String repeated =
        SECTION
            .matcher(text)
            .replaceAll(
                section ->
                    Matcher.quoteReplacement(
                        repeat(section.group(2), entries(lists, section.group(1)), values)));
    return fill(repeated, Map.of(), values);
  }

  private static List<Map<String, String>> entries(
      Map<String, List<Map<String, String>>> lists, String name) {
    List<Map<String, String>> entries = lists.get(name);
    if (entries == null) {
      throw new IllegalArgumentException("Nothing fills the section " + name + ".");
    }
    return entries;
  }

  private static String repeat(
      String body, List<Map<String, String>> entries, Map<String, String> values) {
    StringBuilder all = new StringBuilder();
    entries.forEach(entry -> all.append(fill(body, entry, values)));
    return all.toString();
  }

  private static String fill(String body, Map<String, String> first, Map<String, String> then) {
    return HOLE.matcher(body)
        .replaceAll(
            hole -> {
              String value = first.getOrDefault(hole.group(1), then.get(hole.group(1)));
              if (value == null) {
                throw new IllegalArgumentException("Nothing fills the hole " + hole.group(1) + ".");
              }
              return Matcher.quoteReplacement(escape(value));
            });
  }

  /** Braces are escaped as well: a customer called {@code {{total}}} is shown, not filled in. */
  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder(value.length());
    value
        .codePoints()
        .filter(c -> c >= ' ' || c == '\n' || c == '\t')
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '{' -> escaped.append("&#123;");
                case '}' -> escaped.append("&#125;");
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
