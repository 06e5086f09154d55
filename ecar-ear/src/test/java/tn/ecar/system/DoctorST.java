package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./ecar doctor} of a running garage, of one that sleeps, and of a machine where nothing has
 * been built.
 */
class DoctorST {
  /** What the doctor promises; in one Java machine the pool's tests hold him to it. */
  private static final Duration PROMISED = Duration.ofSeconds(10);

  /** What a shell and a Java machine may take to start where others work too. */
  private static final Duration A_BUSY_MACHINE = Duration.ofSeconds(10);

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir private Path directory;

  private String said;
  private int status;

  @BeforeAll
  static void nothingIsToBeBuilt() throws IOException {
    Path stamp = Product.distribution().resolve("built");
    Files.deleteIfExists(stamp);
    Files.createFile(stamp);
  }

  private void examine(Map<String, String> environment, String... words) throws Exception {
    String[] all = new String[words.length + 1];
    all[0] = "doctor";
    System.arraycopy(words, 0, all, 1, words.length);
    Instant begun = Instant.now();
    try (LauncherRun run = LauncherRun.ofScript(environment, all)) {
      status = run.status();
      said = run.said();
    }
    assertThat(Duration.between(begun, Instant.now())).isLessThan(PROMISED.plus(A_BUSY_MACHINE));
    assertThat(said)
        .doesNotContain(Files.readString(secret("garage")).strip())
        .doesNotContain(Files.readString(secret("pgbouncer")).strip());
  }

  private static Path secret(String name) {
    return Product.running().data().resolve("secrets").resolve(name);
  }

  @Test
  void ofARunningGarageEachPartIsTold() throws Exception {
    examine(Map.of(), "--data", Product.running().data().toString());
    assertThat(said)
        .contains("garage: " + Product.running().at("api/v1/ready") + " answers that it is ready")
        .contains("login at PostgreSQL: ecar_user to ecar_db")
        .contains("login at the pool: ecar_user to ecar_db, and a query")
        .contains("monitoring: pgbouncer is answered by")
        .contains("pooled once")
        .contains("secrets: ")
        .contains("monitoring over HTTP: ")
        .doesNotContain("FAIL");
    assertThat(status).as(said).isEqualTo(said.contains("WARN") ? 1 : 0);
  }

  @Test
  void aProgramReadsTheSameAsJson() throws Exception {
    examine(Map.of(), "--json", "--data", Product.running().data().toString());
    JsonNode findings = new ObjectMapper().readTree(said);
    assertThat(findings.findValuesAsText("check"))
        .contains("machine", "login at PostgreSQL", "login at the pool", "garage", "secrets");
    assertThat(findings.findValuesAsText("level"))
        .contains("OK")
        .isSubsetOf("OK", "WARN")
        .hasSameSizeAs(findings.findValuesAsText("evidence"));
    assertThat(status).as(said).isEqualTo(said.contains("\"WARN\"") ? 1 : 0);
  }

  @Test
  void aGarageWhosePostgresIsAwayIsToldApartFromOneThatHangs() throws Exception {
    Product.running().stopDatabase();
    try {
      examine(Map.of(), "--data", Product.running().data().toString());
      assertThat(said)
          .contains("FAIL  garage: " + Product.running().at("api/v1/ready") + " answers 503")
          .contains("503 means that its database is away")
          .contains("FAIL  PostgreSQL: ")
          .contains("is it started, and host= and port= of ecar_db right?")
          .doesNotContain("another program has the port");
      assertThat(status).isEqualTo(2);
    } finally {
      Product.running().startDatabase();
      Await.until(
          Duration.ofMinutes(1),
          () -> {
            examine(Map.of(), "--data", Product.running().data().toString());
            return said.contains("answers that it is ready") ? said : null;
          });
    }
  }

  @Test
  void aTokenThatTheGarageDoesNotKnowIsTold() throws Exception {
    examine(Map.of("ECAR_METRICS_TOKEN", "other"), "--data", Product.running().data().toString());
    assertThat(said).contains("refuses the ECAR_METRICS_TOKEN that is set here");
    assertThat(status).isEqualTo(2);
  }

  /** What a garage that was started here once and runs no more has left. */
  private Path sleeping(int port) throws IOException {
    Path data = Files.createDirectories(directory.resolve("sleeping/secrets")).getParent();
    try (Stream<Path> secrets = Files.list(Product.running().data().resolve("secrets"))) {
      for (Path each : secrets.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(each);
        if (each.endsWith("started")) {
          text = text.replaceAll("(?m)^port=.*$", "port=" + port);
          text =
              text.replaceAll(
                  "(?m)^(variable.ECAR_POOL_LISTEN_PORT)=.*$", "$1=" + Product.freePort());
        }
        Path copy = Files.writeString(data.resolve("secrets").resolve(each.getFileName()), text);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
      }
    }
    Files.setPosixFilePermissions(
        data.resolve("secrets"), PosixFilePermissions.fromString("rwx------"));
    return data;
  }

  @Test
  void aGarageThatSleepsIsAWarningAndNoFailure() throws Exception {
    int port = Product.freePort();
    examine(Map.of(), "--data", sleeping(port).toString());
    assertThat(said)
        .contains("nothing listens on port " + port + ": it does not run")
        .doesNotContain("FAIL");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aForeignProgramOnTheGaragesPortIsTold() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      examine(Map.of(), "--data", sleeping(silent.getLocalPort()).toString());
      assertThat(said)
          .contains("what listens on port " + silent.getLocalPort())
          .contains("another program has the port");
      assertThat(status).isEqualTo(2);
    }
  }

  /** The port of the garage and that of its PostgreSQL accept, and then nobody says a word. */
  @Test
  void whereEverythingHangsItIsDoneInTenSecondsAllTheSame() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path data = sleeping(silent.getLocalPort());
      Path record = data.resolve("secrets/started");
      Files.writeString(
          record,
          Files.readString(record)
              .replaceAll("(?m)^embedded=.*$", "embedded=false")
              .replaceAll("(?m)^(variable.PGPORT)=.*$", "$1=" + hung.getLocalPort()));
      examine(Map.of(), "--data", data.toString());
      assertThat(said)
          .contains("127.0.0.1:" + hung.getLocalPort() + " gives no answer within 3 s")
          .contains("what listens on port " + silent.getLocalPort());
      assertThat(status).isEqualTo(2);
    }
  }

  @Test
  void aPostgresThatIsNamedBeforeTheFirstStartAndHangsIsTold() throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Map<String, String> named =
          Map.of(
              "PGHOST", "127.0.0.1",
              "PGPORT", "" + hung.getLocalPort(),
              "PGDATABASE", "ecar_db",
              "PGUSER", "workshop",
              "PGPASSWORD", "of-the-workshop");
      examine(named, "--data", directory.resolve("none").toString());
      assertThat(said)
          .contains("127.0.0.1:" + hung.getLocalPort() + " gives no answer")
          .contains("none was ever started in")
          .doesNotContain("of-the-workshop");
      assertThat(status).isEqualTo(2);
      examineCold(clone("hung"), with(named));
      assertThat(said)
          .contains("FAIL  PostgreSQL: 127.0.0.1:" + hung.getLocalPort() + " gives no answer");
      assertThat(status).isEqualTo(2);
    }
  }

  private static Map<String, String> with(Map<String, String> named) throws IOException {
    Map<String, String> environment = new HashMap<>(Product.environment());
    environment.putAll(named);
    return environment;
  }

  @Test
  void whatIsDamagedOrNoDirectoryIsTold() throws Exception {
    Path data = sleeping(Product.freePort());
    Files.writeString(data.resolve("secrets/started"), "port=many\n");
    examine(Map.of(), "--data", data.toString());
    assertThat(said).contains("secrets/started is damaged: For input string: \"many\"");
    assertThat(status).isEqualTo(2);
    examine(Map.of(), "--data", data.resolve("secrets/garage").toString());
    assertThat(said).contains("FAIL  data directory: ");
    assertThat(status).isEqualTo(2);
  }

  /** To root every file is its own, so root becomes nobody, with programs that nobody can read. */
  @Test
  void theGarageOfAnotherUserIsToldAsSuch() throws Exception {
    Path data = sleeping(Product.freePort());
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    List<String> command = new ArrayList<>();
    if (root) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            programs("launcher") + "/*:" + programs("classes"),
            "tn.ecar.launch.doctor.GarageDoctorCommand",
            "--data",
            root ? data.toString() : "/root"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said)
        .contains("FAIL  data directory: ", "run the doctor as the user who started the garage");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  private Path programs(String part) throws IOException {
    Path from = Product.distribution().resolve(part);
    Path to = directory.resolve(part);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copy = Files.copy(each, to.resolve(from.relativize(each).toString()));
        Files.setPosixFilePermissions(
            copy,
            PosixFilePermissions.fromString(Files.isDirectory(copy) ? "rwxr-xr-x" : "r--r--r--"));
      }
    }
    return to;
  }

  @Test
  void itChangesNothingInTheDataDirectory() throws Exception {
    Path data = sleeping(Product.freePort());
    Map<Path, String> before = contents(data);
    examine(Map.of(), "--data", data.toString());
    assertThat(contents(data)).isEqualTo(before);
  }

  private static Map<Path, String> contents(Path root) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.toList()) {
        contents.put(
            each,
            Files.getLastModifiedTime(each)
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(each))
                + (Files.isDirectory(each) ? "" : Files.readString(each)));
      }
    }
    return contents;
  }

  @Test
  void secretsThatOthersReadAreWarnedOf() throws Exception {
    Path data = sleeping(Product.freePort());
    Files.setPosixFilePermissions(
        data.resolve("secrets/garage"), PosixFilePermissions.fromString("rw-r--r--"));
    examine(Map.of(), "--data", data.toString());
    assertThat(said).contains("secrets/garage can be read by others", "chmod go= ");
  }

  /** In a name space of its own: a disk of 64 MB and a container's limit of 64 MB. */
  @Test
  void aDiskThatIsNearlyFullAndTooLittleMemoryAreToldInAContainer() throws Exception {
    Path data = sleeping(Product.freePort());
    Path small = Files.createDirectories(directory.resolve("small"));
    String script =
        "mount -t tmpfs -o size=64m none '%2$s' && cp -a '%1$s/.' '%2$s' && mount -t tmpfs none"
            + " /sys/fs/cgroup && echo 67108864 > /sys/fs/cgroup/memory.max && exec bash"
            + " '%3$s' doctor --data '%2$s'";
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            script.formatted(data, small, ROOT.resolve("ecar")));
    builder.environment().clear();
    builder.environment().putAll(Product.environment());
    Process process = builder.redirectErrorStream(true).start();
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said)
        .containsPattern("WARN  disk: [0-9]{1,2} MB are free for " + small)
        .contains("make room: PostgreSQL stops when the disk is full")
        .contains("memory limit 64 MB")
        .contains("give the container 96 MB or more");
    assertThat(process.exitValue()).as(said).isEqualTo(1);
  }

  @Test
  void whereNoGarageWasEverStartedThatIsSaid() throws Exception {
    examine(Map.of(), "--data", directory.resolve("none").toString());
    assertThat(said).contains("none was ever started in", "./ecar run makes one there");
    assertThat(status).isEqualTo(1);
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void aNewerSourceThanTheBuildIsTold() throws Exception {
    Files.setLastModifiedTime(
        Product.distribution().resolve("built"),
        java.nio.file.attribute.FileTime.from(Instant.EPOCH));
    try {
      examine(Map.of(), "--data", directory.resolve("none").toString());
      assertThat(said).contains("the sources are newer than what was built of them");
    } finally {
      nothingIsToBeBuilt();
    }
  }

  /** The sources as they are cloned, with nothing built. */
  private Path clone(String name) throws IOException {
    Path root = directory.resolve(name);
    for (String file : List.of("ecar", "ecar-ear/src/main/sh/doctor-cold")) {
      Path copy = root.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(ROOT.resolve(file), copy);
    }
    return root;
  }

  private void examineCold(Path root, Map<String, String> environment, String... words)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", root.resolve("ecar").toString(), "doctor");
    builder.command().addAll(List.of(words));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Instant begun = Instant.now();
    Process process = builder.directory(root.toFile()).redirectErrorStream(true).start();
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.between(begun, Instant.now())).isLessThan(PROMISED.plus(A_BUSY_MACHINE));
    status = process.exitValue();
  }

  @Test
  void onAColdMachineItSaysWhatIsMissingAndBuildsNothing() throws Exception {
    Path root = clone("cold");
    Map<String, String> environment = new HashMap<>(Product.environment());
    environment.put("ECAR_MAVEN", "/nowhere/mvn");
    environment.put("PGHOST", "127.0.0.1");
    environment.put("PGPORT", "" + Product.freePort());
    examineCold(root, environment);
    assertThat(status).as(said).isEqualTo(2);
    assertThat(said)
        .contains("OK    java: ")
        .contains("FAIL  maven: there is none")
        .contains("FAIL  PostgreSQL: 127.0.0.1:")
        .contains("WARN  garage: nothing is built here", "./ecar run builds, makes and starts one");
    TreeSet<String> left = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile).forEach(file -> left.add("" + root.relativize(file)));
    }
    assertThat(left).containsExactly("ecar", "ecar-ear/src/main/sh/doctor-cold");
  }

  @Test
  void withoutAnyJavaItSpeaksAllTheSame() throws Exception {
    Path programs = Files.createDirectories(directory.resolve("programs"));
    for (String program :
        List.of("bash", "dirname", "sed", "awk", "df", "timeout", "readlink", "find")) {
      for (String place : System.getenv("PATH").split(":")) {
        Path found = Path.of(place, program);
        if (Files.isExecutable(found)) {
          Files.createSymbolicLink(programs.resolve(program), found);
          break;
        }
      }
    }
    Path root = clone("without-java");
    examineCold(root, Map.of("PATH", programs.toString()), "--json", "/nowhere.ini");
    assertThat(status).as(said).isEqualTo(2);
    JsonNode findings = new ObjectMapper().readTree(said);
    assertThat(findings.findValuesAsText("check")).contains("java", "maven", "configuration");
    assertThat(findings.get(0).get("level").asText()).isEqualTo("FAIL");
    assertThat(findings.get(0).get("way_out").asText()).contains("JDK 17");
    assertThat(said).contains("/nowhere.ini does not exist");
  }

  @Test
  void wordsThatItDoesNotUnderstandAreAnsweredWithTheUsage() throws Exception {
    for (String word : List.of("--jsn", "--data", "--workers")) {
      examine(Map.of(), word);
      assertThat(said).contains("usage: ./ecar doctor").doesNotContain("Exception");
      assertThat(status).isEqualTo(2);
    }
  }
}
