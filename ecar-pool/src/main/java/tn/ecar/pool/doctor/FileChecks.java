package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.HbaRules;
import tn.ecar.pool.config.History;
import tn.ecar.pool.config.IdentMaps;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.sizing.Formula;
import tn.ecar.pool.transport.ClientTls;
import tn.ecar.pool.transport.ServerTls;

/** What the configuration's own files say, without asking anybody. */
final class FileChecks {
  private static final String CONFIGURATION = "configuration";
  private static final String HISTORY = "history";
  private static final String WORK = "workers";
  private static final Duration SOON = Duration.ofDays(30);

  private final Configuration configuration;
  private final Patient patient;

  FileChecks(Configuration configuration, Patient patient) {
    this.configuration = configuration;
    this.patient = patient;
  }

  void configuration(Consumer<Finding> found) {
    String file = configuration.file().map(Path::toString).orElse("the shipped one");
    boolean none =
        configuration.databases().isEmpty() && configuration.database("postgres").isEmpty();
    found.accept(
        none
            ? fail(
                CONFIGURATION,
                file + " has no entry in [databases]",
                "add one: name = host=127.0.0.1 port=5432 dbname=name")
            : ok(
                CONFIGURATION,
                file
                    + ": "
                    + configuration.databases().size()
                    + " databases, auth_type = "
                    + configuration.text(Setting.AUTH_TYPE)
                    + ", pool_mode = "
                    + configuration.text(Setting.POOL_MODE)));
  }

  /** Certificates, rules and maps that the configuration names. */
  void namedFiles(Consumer<Finding> found) {
    usable("TLS of clients", Setting.CLIENT_TLS_SSLMODE, () -> ClientTls.of(configuration))
        .ifPresent(found);
    usable("TLS to servers", Setting.SERVER_TLS_SSLMODE, () -> ServerTls.of(configuration))
        .ifPresent(found);
    usable("host-based rules", Setting.AUTH_HBA_FILE, () -> HbaRules.of(configuration))
        .ifPresent(found);
    usable("ident maps", Setting.AUTH_IDENT_FILE, () -> IdentMaps.of(configuration))
        .ifPresent(found);
    for (Setting file : List.of(Setting.CLIENT_TLS_CERT_FILE, Setting.SERVER_TLS_CERT_FILE)) {
      if (!configuration.text(file).isEmpty()) {
        validity(file).ifPresent(found);
      }
    }
  }

  private Optional<Finding> usable(String what, Setting named, Runnable reading) {
    String value = configuration.text(named);
    try {
      reading.run();
      return value.isEmpty() || value.equals("disable")
          ? Optional.empty()
          : Optional.of(ok(what, named.key() + " = " + value));
    } catch (ConfigurationException unusable) {
      return Optional.of(
          fail(what, unusable.getMessage(), "correct it; the pool does not start with it"));
    }
  }

  private Optional<Finding> validity(Setting setting) {
    Path file = Path.of(configuration.text(setting));
    try (var in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      Instant end = certificate.getNotAfter().toInstant();
      String seen = setting.key() + " = " + file + " is good until " + end;
      if (end.isBefore(Instant.now())) {
        return Optional.of(
            fail("certificate", seen, "make a new one, put it there, and RELOAD the pool"));
      }
      return Optional.of(
          end.isBefore(Instant.now().plus(SOON))
              ? warn("certificate", seen, "make a new one in time, put it there, and RELOAD")
              : ok("certificate", seen));
    } catch (IOException | CertificateException toldAbove) {
      return Optional.empty();
    }
  }

  void history(Consumer<Finding> found) {
    try {
      Optional<History> history = History.of(configuration);
      int kept = history.isPresent() ? history.get().all().size() : 0;
      if (history.isEmpty()) {
        found.accept(
            ok(
                HISTORY,
                "the shipped configuration goes back with the version; only ini files are kept"));
        return;
      }
      found.accept(
          kept == 0
              ? warn(
                  HISTORY,
                  "no configuration has been kept yet",
                  "a pool that starts with this file keeps it; then ./ecar pool rollback can")
              : ok(HISTORY, kept + " accepted configurations are kept"));
    } catch (IOException unreadable) {
      found.accept(warn(HISTORY, "it cannot be read: " + unreadable, "see config_history_dir"));
    }
  }

  /** Whether the workers that were told of find room. */
  void work(Consumer<Finding> found) {
    patient.work().map(this::room).ifPresent(found);
  }

  private Finding room(Formula work) {
    int clients = configuration.integer(Setting.MAX_CLIENT_CONN);
    int size = configuration.integer(Setting.DEFAULT_POOL_SIZE);
    int connections = work.workers() * work.threads();
    String seen =
        connections
            + " connections of "
            + work.workers()
            + " workers; max_client_conn = "
            + clients
            + ", default_pool_size = "
            + size
            + ", by rule of thumb "
            + work.servers();
    if (connections > clients) {
      return fail(WORK, seen, "raise max_client_conn above workers × threads");
    }
    return size > 2 * work.servers()
        ? warn(WORK, seen, "more servers than the workers can use: ./ecar size, then a smaller one")
        : ok(WORK, seen);
  }
}
