package tn.ecar.system;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks at a page for what keeps people with a screen reader, a keyboard or weak eyes out. */
final class Axe {
  private static final String SCRIPT = script();
  private static final String LOOK =
      "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v =>"
          + " v.id + ' (' + v.impact + '): ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) +"
          + " ' -- ' + ((n.any[0] || n.all[0] || n.none[0] || {}).message || '')).join(' | '))";

  private Axe() {}

  private static String script() {
    try (InputStream axe = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(axe.readAllBytes(), StandardCharsets.UTF_8) + ";0";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the violations, each with the first places where it stands. */
  @SuppressWarnings("unchecked") // the script answers with strings
  static List<String> violations(Page page) {
    page.evaluate(SCRIPT);
    return (List<String>) page.evaluate(LOOK);
  }
}
