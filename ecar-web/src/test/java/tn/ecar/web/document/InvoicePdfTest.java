package tn.ecar.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.web.document.InvoiceDocument.Line;
import tn.ecar.web.document.InvoiceDocument.Side;
import tn.ecar.web.document.InvoiceDocument.Tax;

class InvoicePdfTest {
  private static final BigDecimal RATE = new BigDecimal("19.00");
  private final InvoicePdf printer = new InvoicePdf();

  @Test
  void showsEverythingTheLawAsksFor() throws IOException {
    byte[] pdf = printer.render(invoice("Société Générale de Pêche & Fils", lines(2)));
    Files.write(Path.of("target", "invoice.pdf"), pdf);
    String text = text(pdf);
    assertThat(text)
        .contains(
            "FA-2026-000017",
            "23/11/2026",
            "Garage El Amel",
            "1234567/A/M/000",
            "Société Générale de Pêche & Fils")
        .contains("123 TU 4567", "VF3CCHMZ6DT123456", "45\u00a0210 km", "Peugeot 208 2019")
        .contains("Vidange moteur", "1,5 h", "40,000", "19 %", "Timbre fiscal", "1,000", "120,000")
        .contains("Cent vingt dinars");
  }

  @Test
  void printsAnArabicNameJoinedAndFromRightToLeft() throws IOException {
    byte[] pdf = printer.render(invoice("شركة الأمل للسيارات", lines(1)));
    Files.write(Path.of("target", "invoice-arabic.pdf"), pdf);
    String visual = new RightToLeft().reorderRTLTextToLTR(ArabicShaping.shape("شركة"));
    assertThat(text(pdf)).containsAnyOf("شركة", visual);
  }

  @Test
  void continuesALongInvoiceOnTheNextPage() throws IOException {
    byte[] pdf = printer.render(invoice("Amel Ben Salah", lines(90)));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isGreaterThan(2);
    }
    assertThat(text(pdf)).contains("Ligne 90");
  }

  @Test
  void showsWhatLooksLikeMarkupAsText() throws IOException {
    assertThat(text(printer.render(invoice("<b>{{total}}</b> & Cie", lines(1)))))
        .contains("<b>{{total}}</b> & Cie");
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static List<Line> lines(int count) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            "Vidange moteur",
            Quantity.of("1.5"),
            "h",
            Money.of("40.000"),
            BigDecimal.ZERO,
            RATE,
            Money.of("60")));
    for (int i = 2; i <= count; i++) {
      lines.add(
          new Line(
              "Ligne " + i,
              Quantity.of("1"),
              "pce",
              Money.of("40"),
              BigDecimal.TEN,
              RATE,
              Money.of("36")));
    }
    return lines;
  }

  private static InvoiceDocument invoice(String buyer, List<Line> lines) {
    return new InvoiceDocument(
        "FA-2026-000017",
        LocalDate.of(2026, 11, 23),
        "OT-000042",
        new Side(
            "Garage El Amel",
            "12, rue de l'Indépendance",
            "Ariana",
            "1234567/A/M/000",
            "+21671123456"),
        new Side(buyer, "5, avenue Habib Bourguiba", "تونس", null, "+21620123456"),
        "Peugeot 208 2019",
        "123 TU 4567",
        "VF3CCHMZ6DT123456",
        45210,
        lines,
        BigDecimal.ZERO,
        Money.ZERO,
        Money.of("100"),
        BigDecimal.ONE,
        Money.ZERO,
        List.of(new Tax(RATE, Money.of("100"), Money.of("19"))),
        Money.of("1"),
        Money.of("120"));
  }
}
