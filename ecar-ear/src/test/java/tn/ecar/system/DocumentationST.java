package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Types what README and docs tell people to type: the blocks that are marked to be run, those of a
 * page one after the other in one shell, beside a running garage and with a pgbouncer.ini of a pool
 * that stands alone. The ports that pages speak of are replaced by free ones.
 */
@Timeout(600)
class DocumentationST {
  /** Pages on which 6432 is the port of the pool that stands alone. */
  private static final Set<String> STANDALONE =
      Set.of("docs/standalone.md", "docs/from-pgbouncer.md");

  private static final String OPERATOR = "of the operator";

  private final List<Path> places = new ArrayList<>();

  @BeforeAll
  static void nothingIsToBeBuilt() throws IOException {
    Path stamp = Product.distribution().resolve("built");
    Files.deleteIfExists(stamp);
    Files.createFile(stamp);
  }

  /** In a garage that has just begun customers and vehicles have the same numbers, by chance. */
  @BeforeAll
  static void numbersOfCustomersAreNotThoseOfVehicles() throws Exception {
    GarageClient desk = new GarageClient(Product.running().at("api/v1/"));
    desk.signIn("manager", Product.running().managerPassword());
    for (String name : List.of("Mourad Trabelsi", "Sonia Jebali")) {
      desk.post("customers", Map.of("name", name, "phone", "20765432")).expecting(201);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatThePagesTellToTypeWorks() throws IOException {
    Map<String, List<Fence>> pages =
        Fence.all().stream()
            .filter(fence -> fence.runs() || fence.isPrinted())
            .collect(Collectors.groupingBy(Fence::page, TreeMap::new, Collectors.toList()));
    assertThat(pages).containsKeys("README.md", "docs/standalone.md");
    return pages.entrySet().stream()
        .map(page -> DynamicTest.dynamicTest(page.getKey(), () -> type(page.getValue())));
  }

  private void type(List<Fence> fences) throws Exception {
    String page = fences.get(0).page();
    int own = Product.freePort();
    int other = Product.freePort();
    Path place = layOut(own);
    StringBuilder script = new StringBuilder("set -euo pipefail\n");
    for (Fence fence : fences) {
      if (fence.runs()) {
        script.append("printf '\\n@@%s\\n'\n".formatted(fence.line()));
        script.append(withPorts(fence.text(), STANDALONE.contains(page) ? own : -1, other));
      }
    }
    Path file = Files.writeString(place.resolve("typed.sh"), script);
    Path said = place.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", file.toString())
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(said.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(place));
    Process typed = builder.start();
    assertThat(typed.waitFor(180, TimeUnit.SECONDS)).as(page + " takes too long").isTrue();
    assertThat(typed.exitValue()).as(page + ":\n" + Files.readString(said)).isZero();
    requirePrinted(fences, Files.readString(said));
  }

  private static String withPorts(String text, int ownOrNone, int other) {
    int pool = ownOrNone < 0 ? Product.running().poolPort() : ownOrNone;
    return text.replaceAll("\\b6432\\b", "" + pool)
        .replaceAll("\\b6433\\b", "" + other)
        .replaceAll("\\b8080\\b", "" + Product.running().base().getPort());
  }

  private static Map<String, String> environment(Path place) throws IOException {
    Map<String, String> environment = new HashMap<>(Product.environment());
    environment.remove("ECAR_POOL_LISTEN_PORT");
    environment.put("HOME", place.toString());
    environment.put("ADMIN_PASSWORD", OPERATOR);
    environment.put("ECAR_PASSWORD", Product.running().managerPassword());
    return environment;
  }

  /** The reader's directory: ecar, the running garage's data, and the files of a pool alone. */
  private Path layOut(int port) throws IOException {
    Path place = Files.createTempDirectory(Product.distribution(), "reader");
    places.add(place);
    Path ecar = place.resolve("ecar");
    Files.writeString(ecar, "#!/usr/bin/env bash\nexec bash '" + Fence.ROOT + "/ecar' \"$@\"\n");
    Files.setPosixFilePermissions(ecar, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(place.resolve(".ecar"), Product.running().data());
    Files.createSymbolicLink(place.resolve("docs"), Fence.ROOT.resolve("docs"));
    Files.writeString(
        place.resolve("pgbouncer.ini"),
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d dbname=ecar_db
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = md5
        auth_file = %s/userlist.txt
        admin_users = admin
        pool_mode = transaction
        default_pool_size = 5
        so_reuseport = 1
        logfile = %s/pgbouncer.log
        pidfile = %s/pgbouncer.pid
        """
            .formatted(Product.running().databasePort(), port, place, place, place));
    Path users = place.resolve("userlist.txt");
    Files.writeString(
        users,
        "\"ecar_user\" \"%s\"\n\"admin\" \"%s\"\n"
            .formatted(
                Files.readString(Product.running().data().resolve("secrets/garage")).strip(),
                OPERATOR));
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
    return place;
  }

  private static void requirePrinted(List<Fence> fences, String said) {
    Fence before = null;
    for (Fence fence : fences) {
      if (fence.runs()) {
        before = fence;
        continue;
      }
      assertThat(before).as(fence.place() + " follows nothing that is run").isNotNull();
      String part = said.substring(said.indexOf("@@" + before.line() + "\n"));
      int end = part.indexOf("\n@@", 1);
      String printed = end < 0 ? part : part.substring(0, end);
      fence
          .text()
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(line -> assertThat(printed).as(fence.place()).containsPattern(pattern(line)));
    }
  }

  private static Pattern pattern(String line) {
    return Pattern.compile(
        Stream.of(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  /** A page may leave a pool running. */
  @AfterEach
  void endWhatThePagesHaveStarted() throws Exception {
    for (Path place : places) {
      Path pid = place.resolve("pgbouncer.pid");
      if (Files.exists(pid)) {
        new ProcessBuilder("kill", "-QUIT", Files.readString(pid).strip()).start().waitFor();
      }
    }
  }
}
