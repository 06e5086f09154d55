package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrderLine;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Answer.LineDecision;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.quote.QuoteState;
import tn.ecar.garage.staff.Role;

/** Quotes that customers answer by a signed link, and the clocks of those who do the work. */
class QuoteIT {
  private static TestGarage garage;
  private static int plates = 3000;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static Quote quote(Long order) {
    long vehicle = garage.vehicle("66 TU " + ++plates);
    QuoteData data =
        new QuoteData(
            vehicle,
            order,
            "Freins avant",
            null,
            List.of(
                LineData.labour("Plaquettes", "1.5", "40"),
                LineData.labour("Disques", "2", "40"),
                LineData.labour("Liquide de frein", "0.5", "40")));
    return garage.inOne(() -> garage.quotes.write(data));
  }

  private static String send(Quote quote) {
    return garage.inOne(() -> garage.quotes.send(quote.getId(), null));
  }

  private static Answer answer(Quote quote, Decision... decisions) {
    List<Long> lines =
        garage.inOne(
            () ->
                garage.quotes.find(quote.getId()).getLines().stream().map(l -> l.getId()).toList());
    List<LineDecision> said = new java.util.ArrayList<>();
    for (int i = 0; i < decisions.length; i++) {
      said.add(new LineDecision(lines.get(i), decisions[i]));
    }
    return new Answer("Sami Ben Salah", said);
  }

  private static Quote byLink(String token, Answer said) {
    return garage.inOne(() -> garage.quotes.answerByLink(token, said));
  }

  @Test
  void eachLineIsDecidedByTheLinkAndWhatIsApprovedBecomesAnOrder() {
    Quote quote = quote(null);
    assertThat(quote.getNumber()).startsWith("DV-");
    String link = send(quote);
    assertThat(garage.inOne(() -> garage.quotes.byLink(link)).getId()).isEqualTo(quote.getId());

    Answer said = answer(quote, Decision.APPROVED, Decision.DEFERRED, Decision.DECLINED);
    assertThat(byLink(link, said).getState()).isEqualTo(QuoteState.ANSWERED);
    WorkOrder order = garage.inOne(() -> garage.quotes.order(quote.getId()));

    assertThat(order.getState()).isEqualTo(OrderState.APPROVED);
    assertThat(order.getComplaint()).isEqualTo("Freins avant");
    assertThat(order.getLines())
        .extracting(WorkOrderLine::getDesignation)
        .containsExactly("Plaquettes");
    assertThat(garage.inOne(() -> garage.audit.of("quote", quote.getId())))
        .anySatisfy(e -> assertThat(e.getAfter()).contains("Sami Ben Salah by link: 1 APPROVED"));
  }

  @Test
  void theSameAnswerTwiceIsOneAnswerAndAnotherOneIsRefused() {
    Quote quote = quote(null);
    String link = send(quote);
    Answer said = answer(quote, Decision.APPROVED, Decision.APPROVED, Decision.APPROVED);
    byLink(link, said);
    Instant first = garage.inOne(() -> garage.quotes.find(quote.getId())).getAnsweredAt();

    assertThat(byLink(link, said).getAnsweredAt()).isEqualTo(first);
    Answer other = answer(quote, Decision.APPROVED, Decision.APPROVED, Decision.DECLINED);
    assertThatThrownBy(() -> byLink(link, other)).isInstanceOf(Conflict.class);
  }

  @Test
  void aChangedAnOldAndAnExpiredLinkOpenNothing() {
    Quote quote = quote(null);
    String link = send(quote);
    Quote other = quote(null);
    String foreign = send(other);
    String signature = link.substring(link.lastIndexOf('.'));
    for (String wrong :
        List.of(
            "",
            "x",
            link.substring(0, link.length() - 1) + (link.endsWith("A") ? "B" : "A"),
            link.replaceFirst("^\\d+", other.getId().toString()),
            foreign.substring(0, foreign.lastIndexOf('.')) + signature,
            link + "A")) {
      assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.byLink(wrong)))
          .as(wrong)
          .isInstanceOf(NotFound.class);
    }
    String later = send(quote);
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.byLink(link)))
        .isInstanceOf(NotFound.class);
    Instant afterIts15Days = garage.time.now().plus(Duration.ofDays(16));
    assertThatThrownBy(
            () ->
                garage.time.at(
                    afterIts15Days, () -> garage.inOne(() -> garage.quotes.byLink(later))))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                garage.time.at(
                    afterIts15Days,
                    () ->
                        garage.inOne(
                            () ->
                                garage.quotes.answer(
                                    quote.getId(),
                                    answer(
                                        quote,
                                        Decision.APPROVED,
                                        Decision.APPROVED,
                                        Decision.APPROVED)))))
        .isInstanceOf(RuleViolation.class);
    garage.run(() -> garage.quotes.withdraw(quote.getId()));
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.byLink(later)))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void anAnswerNamesEachLineOnce() {
    Quote quote = quote(null);
    String link = send(quote);
    Answer two = answer(quote, Decision.APPROVED, Decision.APPROVED);
    assertThatThrownBy(() -> byLink(link, two)).isInstanceOf(RuleViolation.class);
    Answer open = answer(quote, Decision.APPROVED, Decision.APPROVED, Decision.OPEN);
    assertThatThrownBy(() -> byLink(link, open)).isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.order(quote.getId())))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(
            () ->
                garage.run(
                    () -> garage.quotes.addLine(quote.getId(), LineData.labour("x", "1", "1"))))
        .isInstanceOf(RuleViolation.class);
    LocalDate past = LocalDate.of(2020, 1, 1);
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.prolong(quote.getId(), null, past)))
        .isInstanceOf(RuleViolation.class);
  }

  @Test
  void sixteenAtOnceMakeOneOrder() throws InterruptedException, TimeoutException {
    Quote quote = quote(null);
    byLink(send(quote), answer(quote, Decision.APPROVED, Decision.DECLINED, Decision.DECLINED));

    List<Object> outcomes =
        Crowd.atOnce(
            16, person -> garage.inOne(() -> garage.quotes.order(quote.getId()).getNumber()));

    assertThat(outcomes).hasSize(16).hasOnlyElementsOfType(String.class);
    assertThat(outcomes.stream().distinct()).hasSize(1);
  }

  @Test
  void newWorkFoundJoinsTheOrderThatWaitsForIt() {
    long order = orderUnderWay();
    garage.advance(order, OrderState.WAITING_APPROVAL);
    Quote quote = quote(order);
    byLink(send(quote), answer(quote, Decision.APPROVED, Decision.APPROVED, Decision.DECLINED));

    WorkOrder joined = garage.inOne(() -> garage.quotes.order(quote.getId()));

    assertThat(joined.getId()).isEqualTo(order);
    assertThat(joined.getState()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(joined.getLines()).hasSize(3);
  }

  @Test
  void aSecondAndAThirdQuoteJoinAnOrderThatCameFromAQuote() {
    Quote first = quote(null);
    byLink(send(first), answer(first, Decision.APPROVED, Decision.DECLINED, Decision.DECLINED));
    long order = garage.inOne(() -> garage.quotes.order(first.getId())).getId();
    garage.advance(order, OrderState.IN_PROGRESS);

    for (int found = 1; found <= 2; found++) {
      garage.advance(order, OrderState.WAITING_APPROVAL);
      Quote more = quote(order);
      byLink(send(more), answer(more, Decision.APPROVED, Decision.DECLINED, Decision.DECLINED));

      WorkOrder joined = garage.inOne(() -> garage.quotes.order(more.getId()));

      assertThat(joined.getId()).isEqualTo(order);
      assertThat(joined.getState()).isEqualTo(OrderState.IN_PROGRESS);
      assertThat(joined.getLines()).hasSize(1 + found);
    }
  }

  /** A quote for an order that has gone on to its last state meanwhile. */
  private static WorkOrder orderedAfter(long order, Runnable meanwhile) {
    Quote quote = quote(order);
    byLink(send(quote), answer(quote, Decision.APPROVED, Decision.APPROVED, Decision.DECLINED));
    meanwhile.run();
    return garage.inOne(() -> garage.quotes.order(quote.getId()));
  }

  @Test
  void whatWasApprovedForAnOrderThatIsOverByNowCouldNeverBeOrdered() {
    long delivered = orderUnderWay();
    WorkOrder afterDelivery =
        orderedAfter(
            delivered,
            () ->
                garage.advance(
                    delivered, OrderState.QUALITY_CHECK, OrderState.READY, OrderState.DELIVERED));
    assertThat(afterDelivery.getId()).isNotEqualTo(delivered);
    assertThat(afterDelivery.getState()).isEqualTo(OrderState.APPROVED);
    assertThat(afterDelivery.getLines()).hasSize(2);

    long invoiced = orderUnderWay();
    WorkOrder afterInvoice =
        orderedAfter(
            invoiced,
            () -> {
              garage.advance(invoiced, OrderState.QUALITY_CHECK, OrderState.READY);
              garage.inOne(() -> garage.invoices.issue(invoiced));
            });
    assertThat(afterInvoice.getId()).isNotEqualTo(invoiced);
  }

  @Test
  void aLineAddedToOrTakenOffAQuoteLeftNoEntryInTheLog() {
    Quote quote = quote(null);
    garage.run(() -> garage.quotes.addLine(quote.getId(), LineData.labour("Purge", "1", "20")));
    long line = garage.inOne(() -> garage.quotes.find(quote.getId()).getLines().get(3).getId());
    garage.run(() -> garage.quotes.removeLine(quote.getId(), line));

    String said = "1.000 h Purge = 20.000";
    assertThat(garage.inOne(() -> garage.audit.of("quote", quote.getId())))
        .anySatisfy(
            e -> {
              assertThat(e.getAction()).isEqualTo("quote.line-added");
              assertThat(e.getAfter()).isEqualTo(said);
            })
        .anySatisfy(
            e -> {
              assertThat(e.getAction()).isEqualTo("quote.line-removed");
              assertThat(e.getBefore()).isEqualTo(said);
            });
  }

  private static long orderUnderWay() {
    long vehicle = garage.vehicle("65 TU " + ++plates);
    long order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(vehicle, "Bruit", null, null))).getId();
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Diagnostic", "1", "50")));
    garage.advance(order, OrderState.APPROVED, OrderState.IN_PROGRESS);
    return order;
  }

  private static long technician(String login) {
    return garage
        .inOne(
            () -> garage.staff.open(login, login, List.of(Role.TECHNICIAN), "long-enough-secret"))
        .getId();
  }

  @Test
  void sixteenStartsAtOnceRunOneClock() throws InterruptedException, TimeoutException {
    long technician = technician("hedi");
    List<Long> orders = List.of(orderUnderWay(), orderUnderWay(), orderUnderWay(), orderUnderWay());

    List<Object> outcomes =
        Crowd.atOnce(
            16,
            person ->
                garage.inOne(() -> garage.timeClock.start(orders.get(person % 4), technician)));

    assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(15);
    assertThat(garage.inOne(() -> garage.timeClock.running(technician))).isPresent();
  }

  @Test
  void aClockRunsOnOneOrderAndEndsWithTheStepOfTheOrder() {
    long technician = technician("ali");
    long order = orderUnderWay();
    Instant nine = Instant.parse("2026-05-04T08:00:00Z");
    garage.time.at(nine, () -> garage.inOne(() -> garage.timeClock.start(order, technician)));
    garage.time.at(
        nine.plusSeconds(5_400),
        () ->
            garage.inOne(
                () -> garage.orders.transition(order, null, OrderState.WAITING_PARTS, null)));

    var rows = garage.inOne(() -> garage.timeClock.of(order));
    assertThat(rows).hasSize(1);
    assertThat(garage.timeClock.total(rows)).isEqualTo(Duration.ofMinutes(90));
    assertThatThrownBy(() -> garage.inOne(() -> garage.timeClock.start(order, technician)))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> garage.inOne(() -> garage.timeClock.stop(technician)))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void aCorrectionGivesItsReasonAndOverlapsNothing() {
    long technician = technician("nour");
    long order = orderUnderWay();
    Instant start = Instant.parse("2026-05-05T08:00:00Z");
    long first = stretch(order, technician, start);
    stretch(order, technician, start.plusSeconds(7_200));

    assertThatThrownBy(() -> correct(first, start, start.plusSeconds(7_201), "Oublié d'arrêter"))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> correct(first, start, start.plusSeconds(60), " "))
        .isInstanceOf(RuleViolation.class);
    assertThatThrownBy(() -> correct(first, start, start.minusSeconds(1), "Erreur"))
        .isInstanceOf(RuleViolation.class);
    correct(first, start, start.plusSeconds(7_200), "Oublié d'arrêter");
    assertThat(garage.inOne(() -> garage.audit.of("time", first)))
        .anySatisfy(e -> assertThat(e.getAfter()).contains("Oublié"));
  }

  private static long stretch(long order, long technician, Instant start) {
    garage.time.at(start, () -> garage.inOne(() -> garage.timeClock.start(order, technician)));
    return garage.time.at(
        start.plusSeconds(3_600),
        () -> garage.inOne(() -> garage.timeClock.stop(technician)).getId());
  }

  private static void correct(long entry, Instant start, Instant stop, String reason) {
    garage.run(() -> garage.timeClock.correct(entry, null, start, stop, reason));
  }

  @Test
  void anInvoicedOrderStandsStill() throws SQLException {
    long order = orderUnderWay();
    garage.advance(order, OrderState.QUALITY_CHECK, OrderState.READY);
    String number = garage.inOne(() -> garage.invoices.issue(order)).getNumber();

    assertThatThrownBy(() -> garage.advance(order, OrderState.IN_PROGRESS))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining(number);
    assertThatThrownBy(
            () -> garage.run(() -> garage.orders.addLine(order, LineData.labour("x", "1", "1"))))
        .isInstanceOf(Conflict.class);
    for (String sql :
        List.of(
            "update work_order set state = 'IN_PROGRESS' where id = " + order,
            "update work_order set discount_percent = 5 where id = " + order,
            "update work_order_line set quantity = 9 where work_order_id = " + order,
            "delete from work_order_line where work_order_id = " + order)) {
      assertThatThrownBy(() -> garage.sql(sql)).as(sql).hasMessageContaining("work_order_invoiced");
    }
    garage.advance(order, OrderState.DELIVERED);
  }
}
