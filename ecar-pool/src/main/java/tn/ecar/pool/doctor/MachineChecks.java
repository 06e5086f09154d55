package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;

/** This machine, or the container that stands for one: Java, cores, memory, files, addresses. */
final class MachineChecks {
  private static final String MACHINE = "machine";
  private static final String OPEN_FILES = "open files";
  private static final String CONTAINER = "container";
  private static final int JAVA = 17;

  /** Below that a Java machine with a pool in it has no room to work. */
  private static final long LEAST_MEMORY = 96L << 20;

  /** What the Java machine itself has open: jars, logs, event loops. */
  private static final int OWN_FILES = 100;

  private static final List<Path> MEMORY_LIMITS =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

  private final Patient patient;

  MachineChecks(Patient patient) {
    this.patient = patient;
  }

  void machine(Consumer<Finding> found) {
    int java = Runtime.version().feature();
    OptionalLong limit = memoryLimit();
    String seen =
        "Java "
            + java
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores"
            + (limit.isPresent() ? ", memory limit " + (limit.getAsLong() >> 20) + " MB" : "");
    if (java < JAVA) {
      found.accept(fail(MACHINE, seen, "install a Java 17 or newer, or set JAVA_HOME to one"));
    } else if (limit.isPresent() && limit.getAsLong() < LEAST_MEMORY) {
      found.accept(warn(MACHINE, seen, "give the container 96 MB or more"));
    } else {
      found.accept(ok(MACHINE, seen));
    }
  }

  Check limits(Configuration configuration) {
    return found -> {
      openFiles(configuration).ifPresent(found);
      container(configuration).ifPresent(found);
    };
  }

  /** Each client and each server is an open file. */
  private static Optional<Finding> openFiles(Configuration configuration) throws IOException {
    Optional<String> limit = softLimit();
    if (limit.isEmpty() || !limit.get().matches("[0-9]+")) {
      return Optional.empty();
    }
    int clients = configuration.integer(Setting.MAX_CLIENT_CONN);
    long servers =
        configuration.databases().values().stream()
            .mapToLong(
                it -> {
                  var limits = configuration.limits(it, it.user().orElse(""));
                  return (long) limits.poolSize() + limits.reservePoolSize();
                })
            .sum();
    long wanted = clients + servers + OWN_FILES;
    String seen =
        "this shell allows "
            + limit.get()
            + "; max_client_conn = "
            + clients
            + " and the pools may want "
            + wanted;
    return Optional.of(
        Long.parseLong(limit.get()) < wanted
            ? warn(
                OPEN_FILES,
                seen,
                "ulimit -n "
                    + wanted
                    + ", LimitNOFILE= in a systemd unit, ulimits: in compose; or a smaller"
                    + " max_client_conn")
            : ok(OPEN_FILES, seen));
  }

  private static Optional<String> softLimit() throws IOException {
    Path limits = Path.of("/proc/self/limits");
    if (!Files.isReadable(limits)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(limits)) {
      return lines
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.substring("Max open files".length()).strip().split("\\s+")[0])
          .findFirst();
    }
  }

  /** In a container a pool that listens on the loopback alone is heard by nobody else. */
  private Optional<Finding> container(Configuration configuration) {
    // Podman and systemd set it, and our images do.
    if (patient.variable("container").isEmpty()) {
      return Optional.empty();
    }
    String listens = configuration.text(Setting.LISTEN_ADDR);
    boolean alone =
        configuration.list(Setting.LISTEN_ADDR).stream()
            .allMatch(it -> it.startsWith("127.") || it.equals("localhost") || it.equals("::1"));
    return Optional.of(
        alone
            ? warn(
                CONTAINER,
                "listen_addr = " + listens + ": other containers cannot reach it",
                "set LISTEN_ADDR=* in the container's environment, or listen_addr = * in the ini")
            : ok(CONTAINER, "listen_addr = " + listens));
  }

  /** A number that the container's kernel group sets; empty when it sets none. */
  private static OptionalLong memoryLimit() {
    return MEMORY_LIMITS.stream()
        .map(MachineChecks::firstLine)
        // Version 1 says "no limit" by a number that no machine has.
        .filter(text -> text.matches("[0-9]{1,16}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException none) {
      return "";
    }
  }
}
