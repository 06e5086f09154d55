package tn.ecar.launch.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tn.ecar.launch.Refusal;

/**
 * What the build laid out for the launcher.
 *
 * @param directory {@code ecar-ear/target}
 */
public record Distribution(Path directory) {

  /** Payara Micro's jar. */
  public Path micro() {
    return directory.resolve("server/payara-micro.jar");
  }

  /** The full server's zip. */
  public Path fullServerZip() {
    return directory.resolve("server/payara.zip");
  }

  /** The JDBC driver for the server's own resource. */
  public Path driver() {
    return directory.resolve("server/postgresql.jar");
  }

  /** The resource adapter. */
  public Path adapter() {
    return directory.resolve("micro/ecar-pool.rar");
  }

  /** The web application with domain and batch inside. */
  public Path bundle() {
    return directory.resolve("micro/ecar-micro.war");
  }

  /** The application for servers with a full platform. */
  public Path ear() {
    return directory.resolve("ecar.ear");
  }

  /**
   * Checks that the build is complete.
   *
   * @throws Refusal naming what is missing
   */
  public void require(List<Path> parts) throws Refusal, IOException {
    for (Path part : parts) {
      if (!Files.exists(part)) {
        throw new Refusal("The build has no " + part + ": run mvn -DskipTests package.");
      }
    }
  }
}
