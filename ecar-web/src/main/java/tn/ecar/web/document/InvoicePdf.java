package tn.ecar.web.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.web.document.InvoiceDocument.Line;
import tn.ecar.web.document.InvoiceDocument.Side;
import tn.ecar.web.document.InvoiceDocument.Tax;

/**
 * Prints an invoice: the page {@code invoice.xhtml} filled and rendered as a PDF with its own fonts
 * inside, so that it looks the same on each printer and an Arabic name is joined and runs from
 * right to left. Nothing is loaded from outside.
 */
@ApplicationScoped
public class InvoicePdf {
  private static final String FONT = "ECAR Sans";
  private static final int BOLD = 700;
  private static final int NORMAL = 400;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.FRANCE);

  private final Template page = Template.named("invoice.xhtml");

  /**
   * Returns the document's bytes.
   *
   * @param invoice with its lines and taxes loaded
   */
  public byte[] render(Invoice invoice) {
    return render(InvoiceDocument.of(invoice));
  }

  byte[] render(InvoiceDocument invoice) {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    try {
      new PdfRendererBuilder()
          .withHtmlContent(html(invoice), null)
          .useFont(() -> font("DejaVuSans.ttf"), FONT, NORMAL, FontStyle.NORMAL, true)
          .useFont(() -> font("DejaVuSans-Bold.ttf"), FONT, BOLD, FontStyle.NORMAL, true)
          .useUnicodeBidiSplitter(RightToLeft.Splitter::new)
          .useUnicodeBidiReorderer(new RightToLeft())
          .withProducer("ECAR")
          .toStream(pdf)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("Invoice " + invoice.number() + " cannot be printed.", e);
    }
    return pdf.toByteArray();
  }

  private static InputStream font(String name) {
    return Objects.requireNonNull(
        InvoicePdf.class.getResourceAsStream(name),
        () -> "The font " + name + " is missing from the application.");
  }

  String html(InvoiceDocument i) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("number", i.number());
    values.put("issuedOn", DAY.format(i.issuedOn()));
    values.put("orderNumber", i.orderNumber());
    side(values, "seller", i.seller());
    side(values, "buyer", i.buyer());
    values.put("vehicle", i.vehicle());
    values.put("plate", i.plate());
    values.put("vin", i.vin() == null ? "–" : i.vin());
    values.put(
        "odometer",
        i.odometerKm() == null ? "–" : grouped(Integer.toString(i.odometerKm())) + " km");
    values.put("net", french(i.net()));
    values.put("timbre", french(i.timbre()));
    values.put("total", french(i.total()));
    values.put("words", capital(AmountInWords.french(i.total())));
    return page.fill(
        values,
        Map.of(
            "lines", i.lines().stream().map(InvoicePdf::line).toList(),
            "taxes", i.taxes().stream().map(InvoicePdf::tax).toList(),
            "discounts",
                when(!i.discount().isZero(), percent(i.discountPercent()), french(i.discount())),
            "fodecs", when(!i.fodec().isZero(), percent(i.fodecRate()), french(i.fodec()))));
  }

  private static List<Map<String, String>> when(boolean shown, String rate, String amount) {
    return shown ? List.of(Map.of("rate", rate, "amount", amount)) : List.of();
  }

  private static void side(Map<String, String> values, String who, Side side) {
    values.put(who + "Name", side.name());
    values.put(
        who + "Address",
        Stream.of(side.address(), side.town())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", ")));
    values.put(who + "TaxNumber", side.taxNumber() == null ? "–" : side.taxNumber());
    values.put(who + "Phone", side.phone() == null ? "–" : side.phone());
  }

  private static Map<String, String> line(Line line) {
    boolean discounted = line.discountPercent().signum() != 0;
    return Map.of(
        "designation", line.designation(),
        "quantity", french(line.quantity()) + " " + line.unit(),
        "unitPrice", french(line.unitPrice()),
        "discount", discounted ? percent(line.discountPercent()) : "–",
        "taxRate", percent(line.taxRate()),
        "lineNet", french(line.net()));
  }

  private static Map<String, String> tax(Tax tax) {
    return Map.of(
        "rate", percent(tax.rate()), "base", french(tax.base()), "tax", french(tax.tax()));
  }

  private static String percent(BigDecimal rate) {
    return rate.stripTrailingZeros().toPlainString().replace('.', ',') + " %";
  }

  private static String french(Money amount) {
    return french(amount.toString());
  }

  /** Pieces are counted without decimals, litres and hours keep what they need. */
  private static String french(Quantity quantity) {
    return french(quantity.value().stripTrailingZeros().toPlainString());
  }

  private static String french(String decimal) {
    int point = decimal.indexOf('.');
    return point < 0
        ? grouped(decimal)
        : grouped(decimal.substring(0, point)) + "," + decimal.substring(point + 1);
  }

  private static String grouped(String digits) {
    return digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", "\u00a0");
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.FRENCH) + words.substring(1);
  }
}
