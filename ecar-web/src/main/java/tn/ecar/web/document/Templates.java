package tn.ecar.web.document;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The templates of documents, beside this class. A name that nothing fills is an error, so that no
 * document goes out with a gap.
 */
final class Templates {
  private Templates() {}

  /** Returns the template of that name. */
  static Template named(String name) {
    return Mustache.compiler()
        .withLoader(Templates::part)
        .withEscaper(Templates::escape)
        .emptyStringIsFalse(true)
        .compile(part(name));
  }

  private static Reader part(String name) {
    return new InputStreamReader(resource(name + ".xhtml"), StandardCharsets.UTF_8);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        Templates.class.getResourceAsStream(name),
        () -> name + " is missing from the application.");
  }

  /** XML has no place for most control characters, whatever they are written as. */
  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder(value.length());
    value
        .codePoints()
        .filter(c -> c >= ' ' || c == '\n' || c == '\t')
        .filter(c -> c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF))
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
