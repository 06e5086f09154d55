package tn.ecar.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A small process beside the launcher that ends what the launcher can no longer end. It is told of
 * each child and reads from a pipe whose other end only the launcher holds; when the launcher is
 * killed, the kernel closes the pipe, and the guard ends the children, the youngest first. A
 * launcher that stops by itself {@linkplain #dismiss dismisses} it.
 *
 * <p>A process number may belong to somebody else by then, so each child has a mark (a path on its
 * command line), and nothing without its mark is touched.
 */
public final class Guard {
  /** How a child is asked to end. */
  public enum Signal {
    /** A virtual machine runs its shutdown hooks. */
    TERM,
    /** PostgreSQL rolls back what is open and shuts down cleanly. */
    INT
  }

  private static final String DISMISSED = "dismissed";

  /** Where a child's number is not written down yet, it is looked for during five seconds. */
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      children=0
      while read -r signal; do
        [ "$signal" = dismissed ] && exit 0
        read -r number && read -r mark || break
        children=$((children + 1))
        eval "signal_$children=\\$signal number_$children=\\$number mark_$children=\\$mark"
      done

      # The number of a domain of Payara stands in a line without an end, for which read is not 0.
      child() {
        case $number in
          /*)
            pid=
            read -r pid 2>/dev/null <"$number"
            [ -n "$pid" ] || return 1
            ;;
          *) pid=$number ;;
        esac
        tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -e "$mark"
      }

      end() {
        for look in $(seq 50); do child && break; sleep 0.1; done
        child || return 0
        # From here on by its number: the file may soon hold that of another one.
        number=$pid
        kill -s "$signal" "$pid"
        for look in $(seq 200); do child || return 0; sleep 0.1; done
        kill -s KILL "$pid"
      }

      while [ "$children" -gt 0 ]; do
        eval "signal=\\$signal_$children number=\\$number_$children mark=\\$mark_$children"
        end
        children=$((children - 1))
      done
      """;

  /** What its command line says of it, so that it is known from others. */
  private static final String NAME = "ecar-guard";

  /** Two children, each of which is looked for, asked to end and then killed. */
  private static final long LONGEST_SECONDS = 60;

  private final OutputStream pipe;

  private Guard(OutputStream pipe) {
    this.pipe = pipe;
  }

  /** One that watches this process and knows no child yet. */
  public static Guard ofThisProcess() throws IOException {
    return new Guard(start().getOutputStream());
  }

  /**
   * One as {@link #ofThisProcess}, as soon as an earlier one is done: after a launcher was killed,
   * its guard still ends that one's children, and would end ours in their place.
   *
   * @param numberFile where the guard of a data directory has its number
   * @throws Refusal when the earlier one is not done within a minute
   */
  public static Guard succeeding(Path numberFile)
      throws IOException, Refusal, InterruptedException {
    awaitEnd(numberFile);
    Process process = start();
    Files.writeString(numberFile, process.pid() + "\n");
    return new Guard(process.getOutputStream());
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(List.of("sh", "-c", SCRIPT, NAME))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void awaitEnd(Path numberFile) throws IOException, Refusal, InterruptedException {
    String number = Files.exists(numberFile) ? Files.readString(numberFile).strip() : "";
    if (!number.matches("[0-9]{1,9}")) {
      return;
    }
    Optional<ProcessHandle> earlier =
        ProcessHandle.of(Long.parseLong(number)).filter(Guard::isGuard);
    if (earlier.isEmpty()) {
      return;
    }
    try {
      earlier.get().onExit().get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Refusal(
          "What an earlier start of ECAR left running does not end: process "
              + number
              + " is still waiting for it. See which programs name "
              + numberFile.toAbsolutePath().getParent()
              + " and end them.",
          e);
    }
  }

  private static boolean isGuard(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(words -> words.length > 0 && words[words.length - 1].equals(NAME))
        .orElse(false);
  }

  /**
   * Tells of a child that runs.
   *
   * @param mark a path that its command line names
   */
  public void watch(Signal signal, long pid, Path mark) throws IOException {
    tell(signal.name(), Long.toString(pid), mark.toString());
  }

  /**
   * Tells of a child that writes its number into a file, now or later.
   *
   * @param pidFile the file, whose first line is the number
   * @param mark a path that its command line names
   */
  public void watch(Signal signal, Path pidFile, Path mark) throws IOException {
    tell(signal.name(), pidFile.toAbsolutePath().toString(), mark.toString());
  }

  /** Everything has been ended, or needs no end. */
  public void dismiss() throws IOException {
    try (pipe) {
      tell(DISMISSED);
    }
  }

  private void tell(String... lines) throws IOException {
    pipe.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    pipe.flush();
  }
}
