package tn.ecar.pool.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.ServerAddress;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;

/**
 * Looks at a pool from outside: its files, its PostgreSQL, and itself when it runs. Changes nothing
 * and is done within ten seconds, whoever does not answer.
 */
public final class Doctor {
  private static final String CONFIGURATION = "configuration";

  private final Patient patient;

  /** A doctor for one pool. */
  public Doctor(Patient patient) {
    this.patient = patient;
  }

  /** Only what this machine is; for where no pool has been made yet. */
  public Examination checksOfMachine() {
    Examination checks = new Examination();
    checks.add("machine", new MachineChecks(patient)::machine);
    checks.add("documentation", new DocumentationCheck(patient)::look);
    return checks;
  }

  /** What needs nobody's answer; for a pool that is known not to run, nor its PostgreSQL. */
  public Examination checksOfFiles() {
    return checks(false);
  }

  /**
   * The checks of this pool, ready to run; where its configuration cannot be read, the one that
   * says so.
   */
  public Examination checks() {
    return checks(true);
  }

  private Examination checks(boolean others) {
    Examination checks = new Examination();
    checks.add("machine", new MachineChecks(patient)::machine);
    try {
      Configuration configuration = configuration();
      ofFiles(checks, configuration);
      if (others) {
        ofOthers(checks, configuration);
      }
    } catch (ConfigurationException broken) {
      String file = patient.ini().map(Path::toString).orElse("FILE.ini");
      checks.add(
          CONFIGURATION,
          found ->
              found.accept(
                  Finding.fail(
                      CONFIGURATION,
                      broken.getMessage(),
                      "correct it, or take the last accepted one: ./ecar pool rollback " + file)));
    }
    return checks;
  }

  private Configuration configuration() {
    patient.ini().ifPresent(Doctor::requireFile);
    // Where the application goes is examined by itself; where it goes past the pool, a pool that
    // takes that address for its own would refuse its whole configuration.
    Map<String, String> environment = new HashMap<>(patient.environment());
    environment.keySet().removeAll(Set.of("DB_HOST", "DB_PORT"));
    return Configuration.read(patient.ini().orElse(null), environment);
  }

  private static void requireFile(Path ini) {
    if (Files.notExists(ini)) {
      throw new ConfigurationException(ini + " does not exist: name the pool's ini file");
    }
    if (Files.isDirectory(ini)) {
      throw new ConfigurationException(ini + " is a directory: name the ini file in it");
    }
    if (!Files.isReadable(ini)) {
      throw new ConfigurationException(
          ini
              + " belongs to another user and cannot be read: run the doctor as the pool's own"
              + " user");
    }
  }

  private void ofFiles(Examination checks, Configuration configuration) {
    FileChecks files = new FileChecks(configuration, patient);
    checks.add("limits of this process", new MachineChecks(patient).limits(configuration));
    checks.add(CONFIGURATION, files::configuration);
    checks.add("files", files::namedFiles);
    checks.add("userlist", new UserlistChecks(configuration)::look);
    checks.add("application settings", new ApplicationChecks(configuration, patient)::settings);
    checks.add("history", files::history);
    checks.add("documentation", new DocumentationCheck(patient)::look);
    checks.add("work", files::work);
  }

  private void ofOthers(Examination checks, Configuration configuration) {
    Userlist users = readable(configuration);
    Ways ways = new Ways(configuration, users, patient);
    for (ServerAddress host : ways.hosts()) {
      checks.add("PostgreSQL " + host, new ServerChecks(configuration, ways, host)::look);
    }
    Door door = new Door(configuration);
    checks.add("pool", new PoolChecks(configuration, users, patient, door)::look);
    checks.add(
        "way of the application", new FrontChecks(configuration, users, patient, door)::look);
  }

  /** What is wrong with it is told by its own check. */
  private static Userlist readable(Configuration configuration) {
    String file = configuration.text(Setting.AUTH_FILE);
    try {
      return file.isEmpty() ? Userlist.empty() : Userlist.read(Path.of(file));
    } catch (ConfigurationException toldElsewhere) {
      return Userlist.empty();
    }
  }

  /** Runs every check. */
  public Report examine() {
    return new Report(checks().run());
  }
}
