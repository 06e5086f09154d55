package tn.ecar.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tn.ecar.garage.inspection.PointResult;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.quote.Decision;
import tn.ecar.web.document.LineTable.Line;
import tn.ecar.web.document.LineTable.Tax;
import tn.ecar.web.document.Sheet.Box;
import tn.ecar.web.document.Sheet.Fact;
import tn.ecar.web.document.Sheet.Group;
import tn.ecar.web.document.Sheet.Note;
import tn.ecar.web.document.Sheet.Point;
import tn.ecar.web.document.Sheet.Qr;
import tn.ecar.web.document.Sheet.Side;

class SheetsTest {
  private static final BigDecimal RATE = new BigDecimal("19.00");
  private static final String LINK = "https://garage.example/my.xhtml?link=f17.42.20600.abc";
  private final SheetPrinter printer = new SheetPrinter();

  @ParameterizedTest
  @EnumSource
  void everyLanguagePrintsWhatTheLawAsksFor(DocumentLanguage language) throws IOException {
    String text = kept(sheet(language, "Société Générale de Pêche & Fils", 2), language.tag());
    assertThat(text)
        .contains("FA-2026-000017", "23/11/2026", "Garage El Amel", "1234567/A/M/000")
        .contains("Société Générale de Pêche & Fils", "OT-000042")
        .contains("123 TU 4567", "VF3CCHMZ6DT123456", "45\u00a0210\u00a0km", "Peugeot 208 2019")
        .contains("Vidange moteur", "1,5 h", "40,000", "19\u00a0%", "100,000", "19,000")
        .contains("1,000", "120,000");
  }

  @Test
  void frenchSaysTheTotalInWords() throws IOException {
    assertThat(text(printer.print(sheet(DocumentLanguage.FR, "Amel", 1))))
        .contains("Timbre fiscal", "Net à payer (TND)", "Cent vingt dinars");
  }

  @Test
  void arabicIsJoinedAndRunsFromRightToLeft() throws IOException {
    String text = kept(sheet(DocumentLanguage.AR, "شركة الأمل للسيارات", 1), "ar-buyer");
    for (String words : List.of("شركة", "فاتورة", "مائة وعشرون دينارا")) {
      String visual = new RightToLeft().reorderRTLTextToLTR(ArabicShaping.shape(words));
      assertThat(text).as(words).containsAnyOf(words, visual);
    }
  }

  @Test
  void arabicColumnsBeginAtTheRight() throws IOException {
    String html = printer.html(sheet(DocumentLanguage.AR, "Amel", 1));
    assertThat(html.indexOf("60,000"))
        .as("the net amount stands left of what it is for")
        .isLessThan(html.indexOf("Vidange moteur"));
  }

  @Test
  void continuesALongDocumentOnTheNextPage() throws IOException {
    byte[] pdf = printer.print(sheet(DocumentLanguage.FR, "Amel Ben Salah", 90));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isGreaterThan(2);
    }
    assertThat(text(pdf)).contains("Ligne 90");
  }

  @Test
  void showsWhatLooksLikeMarkupAsText() throws IOException {
    assertThat(text(printer.print(sheet(DocumentLanguage.FR, "<b>{{words}}</b> & \u0007Cie", 1))))
        .contains("<b>{{words}}</b> & Cie");
  }

  @Test
  void thePrintedQrCodeOpensTheCustomersPage() throws Exception {
    try (PDDocument document =
        Loader.loadPDF(printer.print(sheet(DocumentLanguage.EN, "Amel", 1)))) {
      BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 200);
      int[] dots = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
      BinaryBitmap seen =
          new BinaryBitmap(
              new HybridBinarizer(new RGBLuminanceSource(page.getWidth(), page.getHeight(), dots)));
      assertThat(new QRCodeReader().decode(seen, Map.of(DecodeHintType.TRY_HARDER, true)).getText())
          .isEqualTo(LINK);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLanguageHasTheSameWords(DocumentLanguage language) {
    assertThat(language.words().keySet()).isEqualTo(DocumentLanguage.FR.words().keySet());
    assertThat(language.words().values()).noneMatch(String::isBlank);
    assertThat(ResourceBundle.getBundle(DocumentLanguage.BUNDLE, language.locale()).getLocale())
        .isEqualTo(language.locale());
  }

  /** A receipt of a bill of exchange was an error of the server: its word was missing. */
  @Test
  void everythingThatADocumentNamesHasAWord() {
    Stream<String> named =
        Stream.of(
                Arrays.stream(Payment.Method.values()).map(method -> "method." + method),
                Arrays.stream(Payment.Kind.values()).map(kind -> "receipt." + kind),
                Arrays.stream(OrderState.values()).map(state -> "state." + state),
                Arrays.stream(PointResult.values()).map(result -> "result." + result),
                Arrays.stream(Decision.values())
                    .filter(decision -> decision != Decision.OPEN)
                    .map(decision -> "decision." + decision))
            .flatMap(each -> each);
    assertThat(DocumentLanguage.FR.words().keySet()).containsAll(named.toList());
  }

  private String kept(Sheet sheet, String name) throws IOException {
    byte[] pdf = printer.print(sheet);
    Files.write(Path.of("target", "sheet-" + name + ".pdf"), pdf);
    return text(pdf);
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

  private static Sheet sheet(DocumentLanguage l, String buyer, int count) {
    LineTable tables = new LineTable(l);
    List<Tax> taxes = List.of(new Tax(RATE, Money.of("100"), Money.of("19")));
    Totals totals =
        new Totals(
            Money.of("100"),
            Money.ZERO,
            Money.of("100"),
            Money.ZERO,
            Money.of("19"),
            Money.of("119"),
            Money.of("1"),
            Money.of("120"),
            List.of());
    return new Sheet(
        l,
        l.word("invoice"),
        "FA-2026-000017",
        List.of(new Fact(l.word("date"), "23/11/2026"), new Fact(l.word("order"), "OT-000042")),
        Side.of(
            "Garage El Amel", "12, rue Ibn Khaldoun", "Ariana", "1234567/A/M/000", "+21671123456"),
        List.of(
            new Box(
                l.word("customer"),
                buyer,
                List.of(
                    new Fact("", "5, avenue Habib Bourguiba, تونس"),
                    new Fact(l.word("phone"), "+21620123456"))),
            new Box(
                l.word("vehicle"),
                "123 TU 4567",
                List.of(
                    new Fact("", "Peugeot 208 2019"),
                    new Fact(l.word("vin"), "VF3CCHMZ6DT123456"),
                    new Fact(l.word("odometer"), Figures.km(45210))))),
        List.of(new Note(l.word("reason"), "Frein avant à 20 %")),
        tables.priced(lines(count)),
        List.of(
            new Group("Freins", List.of(new Point("Disques", "Urgent", "urgent", "", List.of())))),
        tables.taxes(taxes),
        tables.sums(totals, BigDecimal.ZERO, BigDecimal.ONE, taxes, "due"),
        l.word("invoiceWords"),
        l.inWords(Money.of("120")),
        new Qr(QrCode.of(LINK), l.word("scan")),
        List.of(l.word("stamp")));
  }
}
