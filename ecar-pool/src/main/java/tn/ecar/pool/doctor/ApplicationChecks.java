package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;

/**
 * Whether what an application would use to reach the pool (DB_NAME, DB_USER, DB_PASSWORD, DB_PORT)
 * agrees with the pool.
 */
final class ApplicationChecks {
  private static final String APPLICATION = "application settings";

  private final Configuration configuration;
  private final Patient patient;

  ApplicationChecks(Configuration configuration, Patient patient) {
    this.configuration = configuration;
    this.patient = patient;
  }

  void settings(Consumer<Finding> found) {
    List<Finding> wrong = new ArrayList<>();
    name().ifPresent(wrong::add);
    port().ifPresent(wrong::add);
    Optional<String> user = patient.variable("DB_USER");
    String authFile = configuration.text(Setting.AUTH_FILE);
    if (user.isPresent()
        && !UserlistChecks.WITHOUT_USERLIST.contains(configuration.authType())
        && !authFile.isEmpty()
        && Files.isReadable(Path.of(authFile))) {
      user(user.get(), Path.of(authFile)).ifPresent(wrong::add);
    }
    if (wrong.isEmpty()) {
      found.accept(
          ok(
              APPLICATION,
              patient.variable("DB_NAME").isEmpty() && user.isEmpty()
                  ? "no DB_ variables are set here"
                  : "the DB_ variables agree with the pool"));
    }
    wrong.forEach(found);
  }

  /** Whether somebody whom the userlist does not know is looked up in the database. */
  private boolean looksUp() {
    return !configuration.text(Setting.AUTH_USER).isEmpty()
        || patient
            .variable("DB_NAME")
            .flatMap(configuration::database)
            .flatMap(DatabaseSettings::authUser)
            .isPresent();
  }

  private Optional<Finding> name() {
    return patient
        .variable("DB_NAME")
        .filter(name -> configuration.database(name).isEmpty())
        .map(
            name ->
                fail(
                    APPLICATION,
                    "DB_NAME = " + name + " is no entry of [databases]",
                    "add " + name + " = host=… to [databases], or change DB_NAME"));
  }

  private Optional<Finding> port() {
    int listens = configuration.integer(Setting.LISTEN_PORT);
    return patient
        .variable("DB_PORT")
        .filter(port -> !port.equals("" + listens))
        .map(
            port ->
                warn(
                    APPLICATION,
                    "DB_PORT = " + port + " goes past the pool, which listens on " + listens,
                    "set DB_PORT to listen_port"));
  }

  private Optional<Finding> user(String user, Path authFile) {
    List<Secret> stored;
    try {
      stored = Userlist.read(authFile).valid(user);
    } catch (ConfigurationException toldElsewhere) {
      return Optional.empty();
    }
    if (stored.isEmpty()) {
      return looksUp()
          ? Optional.empty()
          : Optional.of(
              fail(
                  APPLICATION,
                  "DB_USER = " + user + " is not in " + authFile,
                  "./ecar secret " + user + " >> " + authFile));
    }
    return patient
        .variable("DB_PASSWORD")
        .filter(password -> stored.stream().noneMatch(it -> proves(user, password, it)))
        .map(
            wrong ->
                fail(
                    APPLICATION,
                    "DB_PASSWORD is not the password of " + user + " in " + authFile,
                    "set both to the same: ./ecar secret " + user));
  }

  private static boolean proves(String user, String password, Secret stored) {
    if (stored instanceof Secret.Clear clear) {
      return clear.password().equals(password);
    }
    // Of a verifier nothing can be said without the whole conversation.
    return !(stored instanceof Secret.Md5Hash hash)
        || Md5.hash(user, password).text().equals(hash.text());
  }
}
