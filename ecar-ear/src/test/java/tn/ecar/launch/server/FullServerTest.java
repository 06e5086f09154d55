package tn.ecar.launch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.launch.Guard;
import tn.ecar.launch.Refusal;

/** What the launcher does around Payara Server, whose administration is a fake of ours. */
@Timeout(120)
class FullServerTest {
  @TempDir private Path directory;
  private Path checkout;
  private Path place;
  private Guard guard;

  @BeforeEach
  void layOut() throws Exception {
    checkout = Files.createDirectories(directory.resolve("my check out/target"));
    Files.createDirectories(checkout.resolve("server"));
    Files.writeString(checkout.resolve("server/postgresql.jar"), "the driver");
    Files.writeString(checkout.resolve("ecar.ear"), "the application");
    ship("6.1");
    place = Files.createDirectories(directory.resolve("data/server"));
    Files.createFile(directory.resolve("server.log"));
    guard = Guard.ofThisProcess();
  }

  @AfterEach
  void dismiss() throws IOException {
    guard.dismiss();
  }

  private void ship(String version) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(checkout.resolve("server/payara.zip")))) {
      put(zip, "payara6/bin/asadmin", version.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      put(zip, "payara6/glassfish/lib/client/appserver-cli.jar", administration());
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] administration() throws IOException {
    Manifest manifest = new Manifest();
    Attributes said = manifest.getMainAttributes();
    said.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    said.put(Attributes.Name.MAIN_CLASS, FakeAsadmin.class.getName());
    said.put(
        Attributes.Name.CLASS_PATH,
        FakeAsadmin.class.getProtectionDomain().getCodeSource().getLocation().toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream jar = new JarOutputStream(bytes, manifest)) {
      jar.flush();
    }
    return bytes.toByteArray();
  }

  private FullServer server() {
    return new FullServer(
        new Distribution(checkout),
        new ServerSettings(1, place, directory.resolve("server.log"), Map.of()),
        guard,
        line -> {});
  }

  /** Starts one and ends it before it is up; returns the number of the domain's machine. */
  private long startedAndStopped() throws Exception {
    Path begun = place.resolve("domains/ecar").resolve(FakeAsadmin.BEGUN);
    Files.deleteIfExists(begun);
    FullServer server = server();
    CompletableFuture<Optional<String>> refused =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                server.start();
                return Optional.empty();
              } catch (Refusal e) {
                return Optional.of(e.getMessage());
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    while (!Files.exists(begun) || Files.size(begun) == 0) {
      assertThat(refused).as(Files.readString(directory.resolve("server.log"))).isNotDone();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    server.stop();
    assertThat(refused.get(30, TimeUnit.SECONDS)).isPresent();
    return Long.parseLong(Files.readString(begun));
  }

  @Test
  void aServerThatIsEndedWhileItStartsLeavesNothingRunning() throws Exception {
    long machine = startedAndStopped();

    assertThat(ProcessHandle.of(machine).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(MarkedProcesses.of(place.resolve("domains"))).isEmpty();
  }

  @Test
  void aCheckoutWhosePathHasABlankIsDeployed() throws Exception {
    startedAndStopped();

    assertThat(place.resolve("domains/ecar/ecar.ear")).hasContent("the application");
    assertThat(Files.readString(directory.resolve("server.log"))).doesNotContain("Cannot deploy");
  }

  @Test
  void anUpgradeOfEcarBringsItsOwnServerToOldData() throws Exception {
    startedAndStopped();
    ship("6.2");
    startedAndStopped();

    try (var all = Files.list(place)) {
      assertThat(all.filter(path -> path.getFileName().toString().startsWith("payara6")))
          .singleElement()
          .satisfies(home -> assertThat(home.resolve("bin/asadmin")).hasContent("6.2"));
    }
  }
}
