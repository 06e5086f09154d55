package tn.ecar.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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

      child() {
        case $number in
          /*) read -r pid 2>/dev/null <"$number" || return 1 ;;
          *) pid=$number ;;
        esac
        tr '\\0' '\\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -e "$mark"
      }

      end() {
        for look in $(seq 50); do child && break; sleep 0.1; done
        child || return 0
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

  private final OutputStream pipe;

  private Guard(OutputStream pipe) {
    this.pipe = pipe;
  }

  /** One that watches this process and knows no child yet. */
  public static Guard ofThisProcess() throws IOException {
    Process process =
        new ProcessBuilder(List.of("sh", "-c", SCRIPT, "ecar-guard"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Guard(process.getOutputStream());
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
