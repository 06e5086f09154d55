package tn.ecar.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a page, with the mark on the line before it, which a reader does not see:
 *
 * <ul>
 *   <li>{@code <!-- run -->}: a test runs it, the blocks of a page one after the other in one
 *       directory;
 *   <li>{@code <!-- prints -->}: each of its lines is among what the block before has printed, an …
 *       standing for anything;
 *   <li>{@code <!-- ini -->}: the pool's configuration is read from it;
 *   <li>{@code <!-- checked by NAME -->}: a test of that name does what it says;
 *   <li>{@code <!-- illustration: WHY -->}: nothing runs it, and why.
 * </ul>
 *
 * @param page the file, from the root of the sources
 * @param line where the fence opens
 * @param language what stands behind the fence; empty for nothing
 * @param mark what the comment says; empty for none
 * @param text its lines
 */
record Fence(String page, int line, String language, String mark, String text) {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern MARK = Pattern.compile("<!-- (.+) -->");

  /** Every block of every page. */
  static List<Fence> all() throws IOException {
    List<Fence> all = new ArrayList<>();
    for (Path page : pages()) {
      all.addAll(of(page));
    }
    return all;
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path place : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = place.equals(ROOT) ? Files.list(place) : Files.walk(place)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  static List<Fence> of(Path page) throws IOException {
    List<Fence> found = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    int at = 0;
    while (at < lines.size()) {
      String opening = lines.get(at).strip();
      if (!opening.startsWith("```")) {
        at++;
        continue;
      }
      int end = at + 1;
      while (!lines.get(end).strip().equals("```")) {
        end++;
      }
      Matcher mark = MARK.matcher(at == 0 ? "" : lines.get(at - 1).strip());
      found.add(
          new Fence(
              ROOT.relativize(page).toString(),
              at + 1,
              opening.substring("```".length()).strip(),
              mark.matches() ? mark.group(1) : "",
              String.join("\n", lines.subList(at + 1, end)) + "\n"));
      at = end + 1;
    }
    return found;
  }

  boolean runs() {
    return mark.equals("run");
  }

  boolean isPrinted() {
    return mark.equals("prints");
  }

  /** Where it stands, for a message. */
  String place() {
    return page + ":" + line;
  }
}
