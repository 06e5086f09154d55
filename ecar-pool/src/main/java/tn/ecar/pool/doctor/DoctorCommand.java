package tn.ecar.pool.doctor;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The doctor of a pool that stands alone, as its image and its tests call him: one line per check,
 * what was seen and the way out. The exit status is that of the worst: 0 all is well, 1 something
 * is to be thought of, 2 something fails.
 */
public final class DoctorCommand {
  private static final int FAILED = 2;
  private static final String USAGE =
      "usage: ./ecar doctor [--json] [--workers N --threads N] FILE.ini";

  private final Map<String, String> environment;
  private final PrintStream out;

  DoctorCommand(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  /** The command's own process. */
  public static void main(String... arguments) {
    System.exit(new DoctorCommand(System.getenv(), System.out).run(arguments));
  }

  int run(String... arguments) {
    DoctorOptions options;
    try {
      options = DoctorOptions.of(List.of(arguments));
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage() + "; " + USAGE);
      return FAILED;
    }
    if (options.rest().size() != 1 || options.rest().get(0).startsWith("-")) {
      out.println(USAGE);
      return FAILED;
    }
    Path ini = Path.of(options.rest().get(0)).toAbsolutePath();
    Report report =
        new Doctor(new Patient(Optional.of(ini), environment, options.docs(), options.work()))
            .examine();
    report.print(out, options.json());
    return report.status();
  }
}
