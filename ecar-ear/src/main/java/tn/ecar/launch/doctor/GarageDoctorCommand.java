package tn.ecar.launch.doctor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.launch.StartRecord;
import tn.ecar.pool.doctor.Doctor;
import tn.ecar.pool.doctor.DoctorOptions;
import tn.ecar.pool.doctor.Examination;
import tn.ecar.pool.doctor.Finding;
import tn.ecar.pool.doctor.Patient;
import tn.ecar.pool.doctor.Report;

/**
 * {@code ./ecar doctor}: with an ini file it looks at a pool that stands alone, without one at the
 * garage of a data directory, as that was started last. The exit status is 0 when all is well, 1
 * when something is to be thought of, 2 when something fails.
 */
public final class GarageDoctorCommand {
  private static final int FAILED = 2;
  private static final String USAGE =
      "usage: ./ecar doctor [--json] [--workers N --threads N] [--data DIR] [FILE.ini]";

  private final Map<String, String> environment;
  private final PrintStream out;

  private GarageDoctorCommand(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  /** The command's own process. */
  public static void main(String... arguments) {
    System.exit(new GarageDoctorCommand(System.getenv(), System.out).run(List.of(arguments)));
  }

  private int run(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    boolean stale = words.remove("--stale");
    Path data;
    DoctorOptions options;
    try {
      data = DoctorOptions.take(words, "--data").map(Path::of).orElse(Path.of(".ecar"));
      options = DoctorOptions.of(words);
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage() + "; " + USAGE);
      return FAILED;
    }
    if (options.rest().size() > 1 || options.rest().stream().anyMatch(it -> it.startsWith("-"))) {
      out.println(USAGE);
      return FAILED;
    }
    Examination checks =
        options.rest().isEmpty()
            ? garage(data.toAbsolutePath(), options)
            : doctor(Optional.of(Path.of(options.rest().get(0))), environment, options).checks();
    if (stale) {
      checks.add(
          "build",
          found ->
              found.accept(
                  Finding.warn(
                      "build",
                      "the sources are newer than what was built of them",
                      "the next ./ecar run builds them")));
    }
    Report report = new Report(checks.run());
    report.print(out, options.json());
    return report.status();
  }

  private static Doctor doctor(
      Optional<Path> ini, Map<String, String> variables, DoctorOptions options) {
    return new Doctor(
        new Patient(ini.map(Path::toAbsolutePath), variables, options.docs(), options.work()));
  }

  private Examination garage(Path data, DoctorOptions options) {
    try {
      Optional<StartRecord> started = StartRecord.of(data);
      return started.isEmpty()
          ? neverStarted(data, options)
          : started(data, started.get(), options);
    } catch (IOException unreadable) {
      Examination checks = new Examination();
      checks.add(
          "data directory",
          found ->
              found.accept(
                  Finding.fail(
                      "data directory",
                      data + " cannot be read (" + unreadable.getMessage() + ")",
                      "run the doctor as the user who started the garage; what is damaged the next"
                          + " ./ecar run writes anew")));
      return checks;
    }
  }

  private Examination started(Path data, StartRecord started, DoctorOptions options) {
    GarageChecks garage = new GarageChecks(data, started, environment);
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(started.environment());
    Doctor doctor =
        doctor(
            Optional.ofNullable(variables.get("ECAR_POOL_CONFIG")).map(Path::of),
            variables,
            options);
    boolean asleep = started.embedded() && !garage.isListening();
    Examination checks = asleep ? doctor.checksOfFiles() : doctor.checks();
    garage.addTo(checks);
    return checks;
  }

  /** Nothing is there to examine yet but this machine and the PostgreSQL that is named. */
  private Examination neverStarted(Path data, DoctorOptions options) {
    Doctor doctor = doctor(Optional.empty(), environment, options);
    boolean named = environment.containsKey("PGHOST") || environment.containsKey("PGPORT");
    Examination checks = named ? doctor.checks() : doctor.checksOfMachine();
    checks.add(
        "garage",
        found ->
            found.accept(
                Finding.warn(
                    "garage",
                    "none was ever started in " + data,
                    "./ecar run makes one there; --data DIR names another place")));
    return checks;
  }
}
