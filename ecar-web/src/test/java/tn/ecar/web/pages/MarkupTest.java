package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the policy for browsers and the mirrored script ask of the pages' sources. */
class MarkupTest {
  private static final List<Path> ROOTS =
      List.of(Path.of("src/main/webapp"), Path.of("src/main/resources/META-INF/tags"));

  /** The policy forbids them, so they would silently not work. */
  private static final Pattern INLINE =
      Pattern.compile("\\s(?:style|on[a-z]+)=\"|<script(?![^>]*src=)|javascript:");

  /** Left and right are start and end of a line, which change sides in Arabic. */
  private static final Pattern PHYSICAL =
      Pattern.compile(
          "(?<![-\\w])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)"
              + "|(?:min-|max-)?(?:width|height)|left|right) *:|text-align: *(?:left|right)");

  private static Set<String> found(String ending, Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path root : ROOTS) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path page : all.filter(path -> path.toString().endsWith(ending)).toList()) {
          String source =
              Files.readString(page)
                  .replaceAll("(?s)<!--.*?-->|/\\*.*?\\*/", "")
                  .replaceAll("@media[^{]*\\{", "");
          Matcher matcher = pattern.matcher(source);
          while (matcher.find()) {
            found.add(page.getFileName() + ": " + matcher.group().strip());
          }
        }
      }
    }
    return found;
  }

  @Test
  void noPageHoldsAnInlineStyleHandlerOrScript() throws IOException {
    assertThat(found(".xhtml", INLINE)).isEmpty();
  }

  @Test
  void theSheetKnowsNoLeftAndNoRight() throws IOException {
    assertThat(found(".css", PHYSICAL)).isEmpty();
  }

  /** What was refused beside no field was said nowhere: the page's messages are the global ones. */
  @Test
  void everyInputOfAFormHasAPlaceForWhatIsRefused() throws IOException {
    Pattern input =
        Pattern.compile("<(?:p:inputText|p:inputTextarea|h:selectManyCheckbox) id=\"(\\w+)\"");
    Set<String> mute = new TreeSet<>();
    for (Path root : ROOTS) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path page : all.filter(path -> path.toString().endsWith(".xhtml")).toList()) {
          String source = Files.readString(page);
          for (Matcher found = input.matcher(source); found.find(); ) {
            if (!source.contains(" for=\"" + found.group(1) + "\"")) {
              mute.add(page.getFileName() + ": " + found.group(1));
            }
          }
        }
      }
    }
    assertThat(mute).isEmpty();
  }
}
