package tn.ecar.pool.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tn.ecar.pool.sizing.Formula;

/**
 * The words behind {@code ./ecar doctor} that mean the same whatever is examined.
 *
 * @param json whether a program reads the answer
 * @param docs the directory of the documentation at hand
 * @param work the workers and threads that will use the pool, where somebody has said so
 * @param rest the words that are left, in their order
 */
public record DoctorOptions(boolean json, Path docs, Optional<Formula> work, List<String> rest) {
  public DoctorOptions {
    rest = List.copyOf(rest);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException naming the option that cannot be used, and why
   */
  public static DoctorOptions of(List<String> line) {
    List<String> words = new ArrayList<>(line);
    boolean json = words.remove("--json");
    Path docs = take(words, "--docs").map(Path::of).orElse(Path.of("docs"));
    return new DoctorOptions(json, docs, work(words), words);
  }

  private static Optional<Formula> work(List<String> words) {
    Optional<String> workers = take(words, "--workers");
    Optional<String> threads = take(words, "--threads");
    if (workers.isEmpty() && threads.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Formula(number("--workers", workers), number("--threads", threads), 1));
  }

  private static int number(String option, Optional<String> written) {
    try {
      return Integer.parseInt(written.orElse("1"));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          option + " " + written.orElse("") + ": give a number from 1", notANumber);
    }
  }

  /**
   * Takes an option and its value out of a command line.
   *
   * @throws IllegalArgumentException when the option is there without a value
   */
  public static Optional<String> take(List<String> words, String option) {
    int at = words.indexOf(option);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 == words.size()) {
      throw new IllegalArgumentException(option + " wants a value behind it");
    }
    String value = words.remove(at + 1);
    words.remove(at);
    return Optional.of(value);
  }
}
