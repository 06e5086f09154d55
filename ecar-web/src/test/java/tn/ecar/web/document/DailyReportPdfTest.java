package tn.ecar.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.report.DailyReport;
import tn.ecar.garage.report.DailyReport.Taking;
import tn.ecar.garage.supply.ReorderRow;

class DailyReportPdfTest {
  private static final Instant EVENING = Instant.parse("2026-05-04T18:00:00Z");

  private static String text(DailyReport report) throws IOException {
    byte[] pdf = new DailyReportPdf().print(report);
    Files.write(Path.of("target", "daily-report.pdf"), pdf);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void showsTheDay() throws IOException {
    Taking cash =
        new Taking(
            Payment.Method.CASH, 12, Money.of("1234.500"), Money.of("10.000"), Money.of("34.500"));
    OrderRow order =
        new OrderRow(
            1L,
            "OR-000017",
            OrderState.WAITING_PARTS,
            "123 TU 4567",
            "Peugeot",
            "208",
            "Société <Pêche> & Fils",
            "Bruit",
            null,
            EVENING,
            null,
            null,
            0);
    ReorderRow part =
        new ReorderRow(
            1L,
            "H-5W30",
            "Huile 5W30",
            "l",
            null,
            new BigDecimal("4.500"),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.TEN);
    String text =
        text(
            new DailyReport(
                "Garage El Amel",
                LocalDate.of(2026, 5, 4),
                EVENING,
                List.of(cash),
                3,
                Money.of("360.000"),
                1,
                Money.of("120.000"),
                Map.of(OrderState.WAITING_PARTS, 205L),
                List.of(order),
                List.of(part)));

    assertThat(text)
        .contains("Garage El Amel", "lundi 4 mai 2026", "04/05/2026 19:00", "une seule agence")
        .contains("Espèces", "1\u00a0234,500", "34,500", "1\u00a0200,000", "10,000")
        .contains("OR-000017", "Attend des pièces", "Société <Pêche> & Fils", "204 autres")
        .contains("H-5W30", "4,5 l", "15,5");
  }

  @Test
  void aQuietDayIsAReportAsWell() throws IOException {
    String text =
        text(
            new DailyReport(
                "Garage",
                LocalDate.of(2026, 5, 3),
                EVENING,
                List.of(),
                0,
                Money.ZERO,
                0,
                Money.ZERO,
                Map.of(),
                List.of(),
                List.of()));

    assertThat(text).contains("Rien n'a été encaissé", "Rien n'est à commander", "0,000");
  }
}
