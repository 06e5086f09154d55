package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.attachment.FileType;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.inspection.Inspection;
import tn.ecar.garage.inspection.InspectionPoint;
import tn.ecar.garage.inspection.PointResult;
import tn.ecar.garage.inspection.TemplateData;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Answer.LineDecision;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;

/** Inspections, what they find and how it lives on, and the files of an order. */
class InspectionIT {
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13
  };
  private static final long STANDARD_TEMPLATE = 1;

  private static TestGarage garage;
  private static int plates = 4000;
  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static WorkOrder order(long vehicle) {
    return garage.inOne(() -> garage.orders.open(new OpenOrder(vehicle, "Contrôle", null, null)));
  }

  private static long vehicle() {
    return garage.vehicle("64 TU " + ++plates);
  }

  private static Inspection begin(long order) {
    return garage.inOne(() -> garage.inspections.begin(order, STANDARD_TEMPLATE));
  }

  private static void see(Inspection inspection, int position, PointResult result) {
    InspectionPoint point = inspection.getPoints().get(position);
    garage.run(() -> garage.inspections.seen(inspection.getId(), point.getId(), result, "3 mm"));
  }

  private static List<Finding> open(long vehicle) {
    return garage.inOne(() -> garage.findings.open(vehicle));
  }

  @Test
  void whatIsNotGoodIsAFindingOnceEachPointIsSeen() {
    long vehicle = vehicle();
    Inspection inspection = begin(order(vehicle).getId());
    int points = inspection.getPoints().size();
    for (int i = 0; i < points - 1; i++) {
      see(inspection, i, i == 0 ? PointResult.WATCH : PointResult.GOOD);
    }
    assertThatThrownBy(() -> garage.run(() -> garage.inspections.close(inspection.getId())))
        .isInstanceOf(RuleViolation.class);
    see(inspection, points - 1, PointResult.URGENT);
    garage.run(() -> garage.inspections.close(inspection.getId()));

    assertThat(open(vehicle))
        .extracting(Finding::getSeverity)
        .containsExactly(Finding.Severity.URGENT, Finding.Severity.WATCH);
    assertThat(open(vehicle).get(1).getWork()).isEqualTo("Freins: Plaquettes et disques avant");
    assertThatThrownBy(() -> see(inspection, 0, PointResult.GOOD))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> garage.run(() -> garage.inspections.close(inspection.getId())))
        .isInstanceOf(RuleViolation.class);
  }

  @Test
  void aFindingIsResolvedByAnOrderOfItsVehicleAndOpenAgainWhenThatIsCancelled() {
    long vehicle = vehicle();
    Inspection inspection = begin(order(vehicle).getId());
    for (int i = 0; i < inspection.getPoints().size(); i++) {
      see(inspection, i, i < 2 ? PointResult.WATCH : PointResult.GOOD);
    }
    garage.run(() -> garage.inspections.close(inspection.getId()));
    long finding = open(vehicle).get(0).getId();
    long foreign = order(vehicle()).getId();
    assertThatThrownBy(() -> garage.run(() -> garage.findings.resolve(finding, foreign)))
        .isInstanceOf(RuleViolation.class);

    long next = order(vehicle).getId();
    garage.run(() -> garage.findings.resolve(finding, next));
    assertThat(open(vehicle)).hasSize(1);
    garage.advance(next, OrderState.CANCELLED);
    assertThat(open(vehicle)).hasSize(2);
    assertThatThrownBy(() -> garage.run(() -> garage.findings.resolve(finding, next)))
        .isInstanceOf(RuleViolation.class);
    garage.run(() -> garage.findings.dismiss(finding, "Vu par un confrère"));
    assertThat(open(vehicle)).hasSize(1);
  }

  @Test
  void whatWasDeferredIsOfferedAtTheNextVisitAndResolvedByItsOrder() {
    long vehicle = vehicle();
    List<LineData> offer =
        List.of(LineData.labour("Plaquettes", "1", "40"), LineData.labour("Disques", "2", "40"));
    Quote first =
        garage.inOne(
            () -> garage.quotes.write(new QuoteData(vehicle, null, "Freins", null, offer)));
    decide(first, Decision.APPROVED, Decision.DEFERRED);
    assertThat(open(first.getVehicle().getId()))
        .as("the quote it comes from, and no word of the program's")
        .extracting(Finding::getNote)
        .contains(first.getNumber());
    assertThat(open(vehicle)).extracting(Finding::getWork).containsExactly("Disques");

    Quote second = garage.inOne(() -> garage.quotes.offerAgain(vehicle));
    decide(second, Decision.DECLINED);
    assertThat(open(vehicle)).as("still the same one").hasSize(1);
    Quote third = garage.inOne(() -> garage.quotes.offerAgain(vehicle));
    decide(third, Decision.APPROVED);
    WorkOrder order = garage.inOne(() -> garage.quotes.order(third.getId()));

    assertThat(open(vehicle)).isEmpty();
    assertThat(order.getLines().get(0).getNet()).hasToString("80.000");
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.offerAgain(vehicle)))
        .isInstanceOf(RuleViolation.class);
  }

  private static Quote deferred(long vehicle) {
    List<LineData> offer =
        List.of(LineData.labour("Plaquettes", "1", "40"), LineData.labour("Disques", "2", "40"));
    Quote quote =
        garage.inOne(
            () -> garage.quotes.write(new QuoteData(vehicle, null, "Freins", null, offer)));
    decide(quote, Decision.DEFERRED, Decision.DEFERRED);
    return quote;
  }

  @Test
  void aFindingThatIsNoneAnyMoreKeptTheOtherLinesOfItsQuoteFromBeingOrdered() {
    long vehicle = vehicle();
    deferred(vehicle);
    Quote again = garage.inOne(() -> garage.quotes.offerAgain(vehicle));
    decide(again, Decision.APPROVED, Decision.APPROVED);
    long gone = open(vehicle).get(0).getId();
    garage.run(() -> garage.findings.dismiss(gone, "Vu par un confrère"));

    WorkOrder order = garage.inOne(() -> garage.quotes.order(again.getId()));

    assertThat(order.getLines()).hasSize(2);
    assertThat(open(vehicle)).isEmpty();
    assertThat(garage.inOne(() -> garage.findings.history(vehicle)))
        .extracting(Finding::getState)
        .containsExactlyInAnyOrder(Finding.State.DISMISSED, Finding.State.RESOLVED);
  }

  @Test
  void aFindingWhoseLineWasTakenOffItsOrderWasForgotten() {
    long vehicle = vehicle();
    deferred(vehicle);
    Quote again = garage.inOne(() -> garage.quotes.offerAgain(vehicle));
    decide(again, Decision.APPROVED, Decision.APPROVED);
    WorkOrder order = garage.inOne(() -> garage.quotes.order(again.getId()));
    garage.advance(order.getId(), OrderState.IN_PROGRESS);
    assertThat(open(vehicle)).isEmpty();

    long line = order.getLines().get(1).getId();
    garage.run(() -> garage.orders.removeLine(order.getId(), line));

    assertThat(open(vehicle)).extracting(Finding::getWork).containsExactly("Disques");
  }

  @Test
  void aFindingWasOfferedInTwoQuotesAtOnce() {
    long vehicle = vehicle();
    deferred(vehicle);
    Quote again = garage.inOne(() -> garage.quotes.offerAgain(vehicle));

    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.offerAgain(vehicle)))
        .isInstanceOf(RuleViolation.class);
    decide(again, Decision.APPROVED, Decision.DEFERRED);
    Quote third = garage.inOne(() -> garage.quotes.offerAgain(vehicle));
    assertThat(third.getLines()).extracting(l -> l.getDesignation()).containsExactly("Disques");
  }

  /** An inspection that found one thing, and a quote of a line of labour and one outside for it. */
  private static Quote offerOfTheFinding(WorkOrder order) {
    Inspection inspection = begin(order.getId());
    for (int i = 0; i < inspection.getPoints().size(); i++) {
      see(inspection, i, i == 0 ? PointResult.URGENT : PointResult.GOOD);
    }
    garage.run(() -> garage.inspections.close(inspection.getId()));
    long vehicle = order.getVehicle().getId();
    long finding = open(vehicle).get(0).getId();
    Quote quote =
        garage.inOne(
            () -> garage.quotes.write(new QuoteData(null, order.getId(), "Freins", null, null)));
    garage.run(
        () ->
            garage.quotes.addLine(
                quote.getId(), LineData.labour("Plaquettes", "1", "40"), finding));
    garage.run(
        () -> garage.quotes.addLine(quote.getId(), LineData.labour("Disques", "2", "40"), finding));
    return quote;
  }

  @Test
  void whatAnInspectionFoundIsClosedByTheOrderOfItsQuote() {
    WorkOrder order = order(vehicle());
    Quote quote = offerOfTheFinding(order);
    decide(quote, Decision.APPROVED, Decision.APPROVED);
    assertThat(open(order.getVehicle().getId())).as("nobody does it yet").hasSize(1);

    WorkOrder does = garage.inOne(() -> garage.quotes.order(quote.getId()));

    assertThat(does.getId()).isEqualTo(order.getId());
    assertThat(open(order.getVehicle().getId())).isEmpty();
    assertThat(garage.inOne(() -> garage.findings.history(order.getVehicle().getId())))
        .extracting(Finding::getState, Finding::getResolvedById)
        .containsExactly(tuple(Finding.State.RESOLVED, order.getId()));
  }

  @Test
  void whatAnInspectionFoundAndTheCustomerDeclinesStaysOneFinding() {
    WorkOrder order = order(vehicle());
    decide(offerOfTheFinding(order), Decision.DECLINED, Decision.DEFERRED);

    assertThat(open(order.getVehicle().getId())).hasSize(1);
    Quote again = garage.inOne(() -> garage.quotes.offerAgain(order.getVehicle().getId()));
    assertThat(again.getLines())
        .extracting(line -> line.getDesignation(), line -> line.getNet().toString())
        .containsExactly(tuple("Plaquettes", "40.000"), tuple("Disques", "80.000"));
    assertThat(open(order.getVehicle().getId())).hasSize(1);
  }

  @Test
  void aFindingIsOfferedForItsVehicleWhileItIsOpenAndInOneQuote() {
    WorkOrder order = order(vehicle());
    Quote quote = offerOfTheFinding(order);
    long finding = open(order.getVehicle().getId()).get(0).getId();
    LineData line = LineData.labour("Plaquettes", "1", "40");
    Quote second =
        garage.inOne(
            () -> garage.quotes.write(new QuoteData(null, order.getId(), "Freins", null, null)));
    Quote foreign =
        garage.inOne(
            () -> garage.quotes.write(new QuoteData(vehicle(), null, "Freins", null, null)));

    assertFindingRefused(() -> garage.quotes.addLine(second.getId(), line, finding));
    assertFindingRefused(() -> garage.quotes.addLine(foreign.getId(), line, finding));
    garage.run(() -> garage.quotes.withdraw(quote.getId()));
    garage.run(() -> garage.quotes.addLine(second.getId(), line, finding));
    garage.run(() -> garage.findings.dismiss(finding, "Vu par un confrère"));
    assertFindingRefused(() -> garage.quotes.addLine(second.getId(), line, finding));
  }

  private static void assertFindingRefused(Runnable work) {
    assertThatThrownBy(() -> garage.run(work))
        .isInstanceOfSatisfying(
            RuleViolation.class, e -> assertThat(e.field()).isEqualTo("findingId"));
  }

  private static void decide(Quote quote, Decision... decisions) {
    garage.run(() -> garage.quotes.send(quote.getId(), null));
    List<Long> lines =
        garage.inOne(
            () ->
                garage.quotes.find(quote.getId()).getLines().stream().map(l -> l.getId()).toList());
    List<LineDecision> said = new java.util.ArrayList<>();
    for (int i = 0; i < decisions.length; i++) {
      said.add(new LineDecision(lines.get(i), decisions[i]));
    }
    garage.run(() -> garage.quotes.answer(quote.getId(), new Answer("Amel", said)));
  }

  @Test
  void aTemplateChangesWithoutItsInspections() {
    TemplateData data =
        new TemplateData("Climatisation", List.of(new TemplateData.Point("Clim", "Pression")));
    long template = garage.inOne(() -> garage.inspections.add(data)).getId();
    assertThatThrownBy(() -> garage.run(() -> garage.inspections.add(data)))
        .isInstanceOf(Conflict.class);
    long order = order(vehicle()).getId();
    long begun = garage.inOne(() -> garage.inspections.begin(order, template)).getId();
    TemplateData changed =
        new TemplateData(
            "Climatisation",
            List.of(
                new TemplateData.Point("Clim", "Odeur"), new TemplateData.Point("Clim", "Filtre")));
    garage.run(() -> garage.inspections.change(template, null, changed));
    garage.run(() -> garage.inspections.retire(template));

    assertThat(garage.inOne(() -> garage.inspections.find(begun)).getPoints())
        .extracting(InspectionPoint::getName)
        .containsExactly("Pression");
    assertThatThrownBy(() -> garage.run(() -> garage.inspections.begin(order, template)))
        .isInstanceOf(RuleViolation.class);
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(Files.createTempFile(folder, "file", null), content);
  }

  private static byte[] picture(int size) {
    byte[] picture = Arrays.copyOf(PNG, size);
    Arrays.fill(picture, PNG.length, size, (byte) 7);
    return picture;
  }

  @Test
  void aFileComesBackAsItWas() throws IOException {
    long order = order(vehicle()).getId();
    byte[] picture = picture(700_000);
    Path arrived = file(picture);
    Attachment kept =
        garage.inOne(
            () ->
                garage.attachments.store(
                    order, null, "C:\\photos\\frein.png", "image/png", arrived));

    assertThat(kept.getName()).isEqualTo("frein.png");
    assertThat(kept.getSize()).isEqualTo(700_000);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    for (int i = 0; ; i++) {
      int position = i;
      byte[] chunk = garage.inOne(() -> garage.attachments.chunk(kept.getId(), position));
      if (chunk.length == 0) {
        break;
      }
      assertThat(chunk.length).isLessThanOrEqualTo(256 * 1024);
      read.writeBytes(chunk);
    }
    assertThat(read.toByteArray()).isEqualTo(picture);
    long other = order(vehicle()).getId();
    assertThatThrownBy(() -> garage.inOne(() -> garage.attachments.find(other, kept.getId())))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aFileThatLiesAboutItselfIsNotKept() throws IOException, SQLException {
    long order = order(vehicle()).getId();
    Path page = file("<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
    Path picture = file(picture(100));
    Path large = file(picture((int) Attachments.MAX_SIZE + 1));
    String before = garage.one("select count(*) from attachment_chunk");
    refused(order, "x.png", "image/png", page);
    refused(order, "x.png", null, page);
    refused(order, "x.pdf", "application/pdf", picture);
    refused(order, "x.png", "image/png", large);
    refused(order, "x.png", "image/png", file(new byte[0]));
    refused(order, "  ", "image/png", picture);
    assertThat(garage.one("select count(*) from attachment_chunk")).isEqualTo(before);
    assertThat(FileType.of("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), null))
        .isEqualTo(FileType.PDF);
  }

  private static void refused(long order, String name, String claimed, Path file) {
    assertThatThrownBy(
            () -> garage.run(() -> garage.attachments.store(order, null, name, claimed, file)))
        .isInstanceOf(RuleViolation.class);
  }
}
