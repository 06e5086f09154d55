package tn.ecar.web.document;

import com.samskivert.mustache.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.report.DailyReport;
import tn.ecar.garage.report.DailyReportPrinter;
import tn.ecar.garage.supply.ReorderRow;

/** Prints a day's report: the page {@code daily-report.xhtml}, filled and rendered. */
@ApplicationScoped
public class DailyReportPdf implements DailyReportPrinter {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.FRENCH);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.FRENCH).withZone(GarageClock.ZONE);
  private static final DateTimeFormatter OPENED =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.FRENCH).withZone(GarageClock.ZONE);

  private final Template page = Templates.named("daily-report");

  @Override
  public byte[] print(DailyReport report) {
    return Pdf.of("The report of " + report.day(), html(report));
  }

  String html(DailyReport report) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("garage", report.garage());
    values.put("day", DAY.format(report.day()));
    values.put("madeAt", MOMENT.format(report.madeAt()));
    values.put("net", FrenchNumbers.of(report.net()));
    values.put("invoices", Long.toString(report.invoices()));
    values.put("invoiced", FrenchNumbers.of(report.invoiced()));
    values.put("creditNotes", Long.toString(report.creditNotes()));
    values.put("credited", FrenchNumbers.of(report.credited()));
    long open = report.openByState().values().stream().mapToLong(Long::longValue).sum();
    values.put("open", Long.toString(open));
    values.put("more", Long.toString(open - report.openOrders().size()));
    values.put("toOrder", Integer.toString(report.toOrder().size()));
    Map<String, Object> all = new HashMap<>(values);
    all.putAll(
        Map.of(
            "takings", report.takings().stream().map(DailyReportPdf::taking).toList(),
            "noTakings", only(report.takings().isEmpty()),
            "states",
                java.util.Arrays.stream(OrderState.values())
                    .filter(report.openByState()::containsKey)
                    .map(
                        state ->
                            Map.of(
                                "state", state(state),
                                "count", report.openByState().get(state).toString()))
                    .toList(),
            "orders", report.openOrders().stream().map(DailyReportPdf::order).toList(),
            "moreOrders", only(open > report.openOrders().size()),
            "parts", report.toOrder().stream().map(DailyReportPdf::part).toList(),
            "noParts", only(report.toOrder().isEmpty())));
    return page.execute(all);
  }

  private static List<Map<String, String>> only(boolean shown) {
    return shown ? List.of(Map.of()) : List.of();
  }

  private static Map<String, String> taking(DailyReport.Taking taking) {
    return Map.of(
        "method", method(taking.method()),
        "payments", Long.toString(taking.payments()),
        "received", FrenchNumbers.of(taking.received()),
        "withheld", FrenchNumbers.of(taking.withheld()),
        "back", FrenchNumbers.of(taking.givenBack()),
        "methodNet", FrenchNumbers.of(taking.net()));
  }

  private static Map<String, String> order(OrderRow order) {
    return Map.of(
        "number", order.number(),
        "plate", order.plate(),
        "customer", order.customerName(),
        "orderState", state(order.state()),
        "technician", order.technician() == null ? "–" : order.technician(),
        "opened", OPENED.format(order.openedAt()));
  }

  private static Map<String, String> part(ReorderRow part) {
    return Map.of(
        "partNumber", part.number(),
        "partName", part.name(),
        "supplier", part.supplier() == null ? "–" : part.supplier(),
        "onHand", FrenchNumbers.of(part.onHand()) + " " + part.unit(),
        "onOrder", FrenchNumbers.of(part.onOrder()),
        "suggested", FrenchNumbers.of(part.suggested()));
  }

  private static String method(Payment.Method method) {
    return switch (method) {
      case CASH -> "Espèces";
      case CARD -> "Carte";
      case CHEQUE -> "Chèque";
      case TRANSFER -> "Virement";
      case DRAFT -> "Traite";
    };
  }

  private static String state(OrderState state) {
    return switch (state) {
      case DRAFT -> "Brouillon";
      case ESTIMATED -> "Devis fait";
      case APPROVED -> "Accepté";
      case IN_PROGRESS -> "En cours";
      case WAITING_PARTS -> "Attend des pièces";
      case WAITING_APPROVAL -> "Attend un accord";
      case QUALITY_CHECK -> "Contrôle";
      case READY -> "Prêt";
      case DELIVERED -> "Livré";
      case CANCELLED -> "Annulé";
    };
  }
}
