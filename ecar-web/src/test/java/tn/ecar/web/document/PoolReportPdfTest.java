package tn.ecar.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import tn.ecar.batch.audit.PoolAudit;
import tn.ecar.batch.audit.PoolReport;
import tn.ecar.batch.audit.SaturationCause;

class PoolReportPdfTest {
  private static final Instant EIGHT = Instant.parse("2026-11-26T07:00:00Z");

  private final PoolReportPdf pdf = new PoolReportPdf();

  @Test
  void itTellsWhatWasFoundInFrench() throws IOException {
    byte[] printed = pdf.render(report());
    String given = System.getProperty("ecar.pdf", "");
    if (!given.isEmpty()) {
      Files.write(Path.of(given), printed);
    }

    try (PDDocument document = Loader.loadPDF(printed)) {
      String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
      assertThat(text)
          .contains("Audit du pool de connexions", "Du 26/11/2026 08:00 au 27/11/2026 08:00")
          .contains("Pool trop petit", "30 connexions sur 30 étaient occupées")
          .contains("ecar_db · ecar_user", "20 + 10", "Transaction", "server lifetime over")
          .contains("RELOAD", "≥ 91 jours", "À changer", "Export.java:41")
          .contains("ALTER ROLE legacy SET password_encryption")
          .doesNotContain("ALTER ROLE ecar_user")
          .contains("Connexion gardée ouverte", "Clients près de la limite");
    }
  }

  @Test
  void whatNamesHoldIsTextAndNoMarkup() {
    PoolReport report = report();

    assertThat(pdf.html(report)).contains("&lt;b&gt;").doesNotContain("<b>RELOAD");
  }

  private static PoolReport report() {
    List<PoolReport.Point> series = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      series.add(
          new PoolReport.Point(
              "here",
              "ecar_db",
              "ecar_user",
              EIGHT.plus(Duration.ofMinutes(6L * i)),
              10 + 8 * Math.sin(i / 20.0),
              6 + 6 * Math.sin(i / 20.0),
              i > 100 && i < 110 ? 12 : 0,
              30));
    }
    return new PoolReport(
        EIGHT,
        EIGHT.plus(Duration.ofDays(1)),
        List.of(),
        List.of(
            new PoolAudit.PoolPeriod(
                "here",
                "ecar_db",
                "ecar_user",
                "transaction",
                1440,
                EIGHT,
                EIGHT.plus(Duration.ofDays(1)),
                20,
                10,
                50,
                30,
                11.5,
                30,
                6.2,
                1.0,
                64,
                12,
                60,
                Duration.ofMillis(812),
                null)),
        List.of(
            new PoolReport.Timing(
                "here",
                "ecar_db",
                "ecar_user",
                "transaction",
                120_000,
                Duration.ofMillis(2),
                Duration.ofMillis(20),
                null)),
        List.of(
            new PoolReport.Episode(
                "here",
                "ecar_db",
                "ecar_user",
                EIGHT.plus(Duration.ofHours(10)),
                EIGHT.plus(Duration.ofHours(11)),
                60,
                12,
                Duration.ofMillis(812),
                SaturationCause.TOO_SMALL_A_POOL,
                "",
                List.of("30", "30", "412.0", "71.2"))),
        List.of(new PoolReport.Crowd("here", 4, 91, 100, EIGHT)),
        List.of(
            new PoolReport.Leak(
                "here",
                "open_handle",
                "ecar_db",
                "ecar_user",
                "tn.garage.Export.run(Export.java:41)",
                EIGHT,
                EIGHT,
                7,
                Duration.ofSeconds(90))),
        List.of(new PoolReport.Event("here", "ecar_db", "ecar_user", "server lifetime over", 24)),
        List.of(
            new PoolReport.Event(
                "here", "ecar_db", "intruder", "password authentication failed", 31)),
        List.of(new PoolReport.Change("here", EIGHT, "<b>", "RELOAD")),
        List.of(
            PoolReport.Credential.of("ecar_user", 91, false, null, true),
            PoolReport.Credential.of("legacy", 3, true, "md5", false)),
        List.of(
            new PoolReport.Advice(
                "ecar_db", "ecar_user", "pool_size", 20, 34, 45, "412 leases a second of 71 ms")),
        List.of(
            new PoolReport.Alert("clients_near_limit", "here", "", 91, 80, "clients", EIGHT, null)),
        series);
  }
}
