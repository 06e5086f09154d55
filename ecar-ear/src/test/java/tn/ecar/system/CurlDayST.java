package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The day with curl alone that docs/rest.md tells, run as it stands there. */
class CurlDayST {
  private static final Pattern BLOCK = Pattern.compile("(?s)\n```sh\n(.*?)\n```\n");
  private static final long PATIENCE_SECONDS = 180;

  @Test
  void theDayOfThePageWorksAsItIsWritten() throws IOException, InterruptedException {
    String page = Files.readString(Path.of("..", "docs", "rest.md"), StandardCharsets.UTF_8);
    StringBuilder script = new StringBuilder("set -euo pipefail\n");
    int blocks = 0;
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      script.append(block.group(1)).append('\n');
      blocks++;
    }
    assertThat(blocks).isGreaterThan(6);
    Product product = Product.running();
    Path output = Files.createTempFile("curl-day", ".log");
    ProcessBuilder shell = new ProcessBuilder("bash", "-x", "-c", script.toString());
    shell.environment().put("GARAGE", product.base().toString().replaceAll("/$", ""));
    shell.environment().put("PASSWORD", product.managerPassword());
    shell.environment().put("LC_ALL", "C.UTF-8");
    Process process = shell.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      String said =
          Files.readString(output, StandardCharsets.UTF_8)
              .replace(product.managerPassword(), "(password)");
      assertThat(process.exitValue()).as(said).isZero();
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
