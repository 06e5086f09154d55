package tn.ecar.web.document;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.inspection.Inspection;
import tn.ecar.garage.inspection.InspectionPoint;
import tn.ecar.garage.invoice.Seller;
import tn.ecar.garage.money.Rates;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.web.document.LineTable.Line;
import tn.ecar.web.document.LineTable.Tax;
import tn.ecar.web.document.Sheet.Box;
import tn.ecar.web.document.Sheet.Fact;
import tn.ecar.web.document.Sheet.Group;
import tn.ecar.web.document.Sheet.Note;
import tn.ecar.web.document.Sheet.Point;
import tn.ecar.web.document.Sheet.Qr;
import tn.ecar.web.document.Sheet.Side;

/** Quotes, work orders and inspections as sheets, at the rates of the day. */
final class WorkshopSheets {
  private final DocumentLanguage language;
  private final LineTable tables;
  private final Seller garage;
  private final Rates rates;
  private final ZoneId zone;

  WorkshopSheets(DocumentLanguage language, Seller garage, Rates rates, ZoneId zone) {
    this.language = language;
    this.tables = new LineTable(language);
    this.garage = garage;
    this.rates = rates;
    this.zone = zone;
  }

  /** An offer, with what can be scanned to answer it. */
  Sheet quote(Quote q, Totals totals, Qr qr) {
    List<Line> lines =
        q.getLines().stream()
            .map(
                l ->
                    new Line(
                        answered(l.getDesignation(), l.getDecision()),
                        l.getQuantity(),
                        l.getUnit(),
                        l.getUnitPrice(),
                        l.getDiscountPercent(),
                        rates.tva().get(l.getTaxClass()),
                        l.getNet()))
            .toList();
    return new Sheet(
        language,
        language.word("quote"),
        q.getNumber(),
        List.of(
            fact("date", Figures.day(q.getCreatedAt(), zone)),
            fact("validUntil", Figures.day(q.getValidUntil()))),
        Side.of(garage),
        List.of(customer(q.getCustomer()), vehicle(q.getVehicle(), null)),
        List.of(new Note(language.word("wantedWork"), q.getWantedWork())),
        tables.priced(lines),
        List.of(),
        tables.taxes(taxes(totals)),
        tables.sums(totals, BigDecimal.ZERO, rates.fodec(), taxes(totals), "total"),
        language.word("quoteWords"),
        language.inWords(totals.total()),
        qr,
        List.of(language.word("agreed")));
  }

  private String answered(String designation, Decision decision) {
    return decision == Decision.OPEN
        ? designation
        : designation + " (" + language.word("decision." + decision) + ")";
  }

  /** What is to be done, or was done, on a vehicle. */
  Sheet order(WorkOrder o, Totals totals) {
    List<Line> lines =
        o.getLines().stream()
            .map(
                l ->
                    new Line(
                        l.getDesignation(),
                        l.getQuantity(),
                        l.getUnit(),
                        l.getUnitPrice(),
                        l.getDiscountPercent(),
                        rates.tva().get(l.getTaxClass()),
                        l.getNet()))
            .toList();
    List<Note> notes = new ArrayList<>();
    note(notes, "complaint", o.getComplaint());
    note(notes, "cause", o.getCause());
    note(notes, "correction", o.getCorrection());
    return new Sheet(
        language,
        language.word("workOrder"),
        o.getNumber(),
        List.of(
            fact("date", Figures.day(o.getOpenedAt(), zone)),
            new Fact(language.word("state"), language.word("state." + o.getState())),
            new Fact(
                language.word("technician"),
                o.getTechnician() == null ? "–" : o.getTechnician().getName())),
        Side.of(garage),
        List.of(customer(o.getCustomer()), vehicle(o.getVehicle(), o)),
        notes,
        tables.priced(lines),
        List.of(),
        tables.taxes(taxes(totals)),
        tables.sums(totals, o.getDiscountPercent(), rates.fodec(), taxes(totals), "total"),
        "",
        "",
        null,
        List.of(language.word("customerSigns"), language.word("stamp")));
  }

  /**
   * What was looked at.
   *
   * @param order the order with its customer and vehicle
   * @param pictures data addresses of a point's photos
   */
  Sheet inspection(Inspection i, WorkOrder order, LongFunction<List<String>> pictures) {
    Map<String, List<Point>> sections = new LinkedHashMap<>();
    i.getPoints()
        .forEach(
            point ->
                sections
                    .computeIfAbsent(point.getSection(), unused -> new ArrayList<>())
                    .add(point(point, pictures)));
    return new Sheet(
        language,
        language.word("inspection"),
        order.getNumber(),
        List.of(
            fact("date", Figures.day(i.getBegunAt(), zone)),
            new Fact(language.word("template"), i.getTemplate()),
            new Fact(language.word("technician"), i.getBegunBy())),
        Side.of(garage),
        List.of(customer(order.getCustomer()), vehicle(order.getVehicle(), order)),
        List.of(),
        null,
        sections.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList(),
        null,
        List.of(),
        "",
        "",
        null,
        List.of(language.word("customerSigns"), language.word("stamp")));
  }

  private Point point(InspectionPoint point, LongFunction<List<String>> pictures) {
    String result = point.getResult() == null ? "OPEN" : point.getResult().name();
    return new Point(
        point.getName(),
        language.word("result." + result),
        result.toLowerCase(java.util.Locale.ROOT),
        point.getNote() == null ? "" : point.getNote(),
        pictures.apply(point.getId()));
  }

  private static List<Tax> taxes(Totals totals) {
    return totals.groups().stream().map(Tax::of).toList();
  }

  private void note(List<Note> notes, String key, String text) {
    if (text != null && !text.isBlank()) {
      notes.add(new Note(language.word(key), text));
    }
  }

  private Box customer(Customer c) {
    String number =
        c.getMatriculeFiscal() != null
            ? c.getMatriculeFiscal().toString()
            : c.getCin() == null ? null : c.getCin().number();
    Side side =
        Side.of(
            c.getName(),
            c.getAddress(),
            c.getTown(),
            number,
            c.getPhone() == null ? null : c.getPhone().number());
    return new Box(
        language.word("customer"),
        side.name(),
        List.of(
            new Fact("", side.address()),
            fact("taxNumberOrCin", side.taxNumber()),
            fact("phone", side.phone())));
  }

  private Box vehicle(Vehicle v, WorkOrder order) {
    Integer km = order == null ? v.getOdometerKm() : order.getOdometerOut();
    if (km == null && order != null) {
      km = order.getOdometerIn();
    }
    return new Box(
        language.word("vehicle"),
        v.getPlate().number(),
        List.of(
            new Fact("", v.getDescription()),
            fact("vin", v.getVin() == null ? "–" : v.getVin().toString()),
            fact("odometer", Figures.km(km))));
  }

  private Fact fact(String key, String value) {
    return new Fact(language.word(key), value);
  }
}
