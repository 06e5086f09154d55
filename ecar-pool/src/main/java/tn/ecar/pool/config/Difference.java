package tn.ecar.pool.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must be taken from and added to the files of one configuration to make another: the fewest
 * lines, without the secrets in them.
 *
 * @param lines those taken begin with {@code -}, those added with {@code +}; before the first one
 *     of a file stands the file's name
 * @param taken how many lines were taken
 * @param added how many lines were added
 */
record Difference(List<String> lines, int taken, int added) {
  /** A value that is not quoted as it should be is hidden up to the end of its line. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(passw(?:or)?d\\s*=\\s*)(?:'(?:[^']++|'')*+'(?=\\s|$)|[^\\s'\"]+(?=\\s|$)|.*)");

  static Difference between(Map<Path, String> old, Map<Path, String> fresh) {
    Set<Path> files = new LinkedHashSet<>(old.keySet());
    files.addAll(fresh.keySet());
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      List<String> changed =
          changed(lines(old.getOrDefault(file, "")), lines(fresh.getOrDefault(file, "")));
      if (!changed.isEmpty()) {
        lines.add(file + ":");
        lines.addAll(changed);
      }
    }
    return new Difference(List.copyOf(lines), count(lines, "- "), count(lines, "+ "));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : text.lines().toList();
  }

  private static int count(List<String> lines, String mark) {
    return (int) lines.stream().filter(line -> line.startsWith(mark)).count();
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** By the longest common subsequence; an ini file has hundreds of lines, not millions. */
  private static List<String> changed(List<String> old, List<String> fresh) {
    int[][] common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(fresh.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> changed = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
        i++;
        j++;
      } else if (j == fresh.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        changed.add("- " + withoutSecrets(old.get(i++)));
      } else {
        changed.add("+ " + withoutSecrets(fresh.get(j++)));
      }
    }
    return changed;
  }

  private static String withoutSecrets(String line) {
    return SECRET.matcher(line).replaceAll("$1********");
  }
}
