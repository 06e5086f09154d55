package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Answer.LineDecision;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.quote.QuoteState;

/** A vehicle that changes hands while something is offered or done on it: who agreed pays. */
class SoldVehicleIT {
  private static TestGarage garage;
  private static int plates;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static long car() {
    return garage.vehicle("77 TU " + ++plates);
  }

  private static Customer sold(long car) {
    Customer buyer = garage.person("Amira Gharbi " + plates);
    garage.inOne(() -> garage.vehicles.changeOwner(car, null, buyer.getId()));
    return buyer;
  }

  private static Customer payer(long order) {
    return garage.inOne(
        () -> garage.customers.find(garage.orders.find(order).getCustomer().getId()));
  }

  private static Quote written(Long car, Long order) {
    QuoteData data =
        new QuoteData(
            car, order, "Freins", null, List.of(LineData.labour("Plaquettes", "1.5", "40")));
    return garage.inOne(() -> garage.quotes.write(data));
  }

  private static Quote approved(Long car, Long order) {
    Quote quote = written(car, order);
    garage.inOne(() -> garage.quotes.send(quote.getId(), null));
    garage.inOne(
        () -> {
          long line = garage.quotes.find(quote.getId()).getLines().get(0).getId();
          return garage.quotes.answer(
              quote.getId(),
              new Answer("Sami Ben Salah", List.of(new LineDecision(line, Decision.APPROVED))));
        });
    return quote;
  }

  @Test
  void whatTheFormerOwnerHadApprovedWasBilledToTheNewOne() {
    long car = car();
    Quote quote = approved(car, null);
    Customer buyer = sold(car);

    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.order(quote.getId())))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining(buyer.getName());

    Quote theirs = approved(car, null);
    WorkOrder order = garage.inOne(() -> garage.quotes.order(theirs.getId()));
    assertThat(payer(order.getId()).getId()).isEqualTo(buyer.getId());
  }

  @Test
  void newWorkOnAnOrderWasOfferedToWhoBoughtTheVehicleMeanwhile() {
    long car = car();
    OpenOrder wanted = new OpenOrder(car, "Bruit", null, null);
    long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
    garage.advance(order, OrderState.APPROVED, OrderState.IN_PROGRESS, OrderState.WAITING_APPROVAL);
    sold(car);

    Quote quote = approved(null, order);

    assertThat(quote.getCustomer().getId()).isEqualTo(payer(order).getId());
    assertThat(garage.inOne(() -> garage.quotes.order(quote.getId())).getId()).isEqualTo(order);
  }

  @Test
  void whatWasOfferedToTheFormerOwnerCouldNotBeOfferedToTheNewOne() {
    long car = car();
    Finding finding = garage.inOne(() -> garage.findings.notNow(car, line(car), "Disques", null));
    long first = draft(car);
    LineData work = LineData.labour("Disques", "2", "40");
    garage.inOne(() -> garage.quotes.addLine(first, work, finding.getId()));
    long second = draft(car);
    assertThatThrownBy(
            () -> garage.inOne(() -> garage.quotes.addLine(second, work, finding.getId())))
        .isInstanceOf(RuleViolation.class);

    sold(car);
    long theirs = draft(car);
    garage.inOne(() -> garage.quotes.addLine(theirs, work, finding.getId()));

    assertThat(garage.inOne(() -> garage.quotes.find(theirs).getLines())).hasSize(1);
  }

  @Test
  void whatTheNewOwnerApprovedForAnOrderOfTheFormerOneWasBilledToThem() throws SQLException {
    long car = car();
    OpenOrder wanted = new OpenOrder(car, "Bruit", null, null);
    long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
    garage.advance(order, OrderState.APPROVED, OrderState.IN_PROGRESS);
    Quote quote = approved(null, order);
    Customer buyer = sold(car);
    // As quotes for an order were written before they went to its customer.
    garage.sql("update quote set customer_id = " + buyer.getId() + " where id = " + quote.getId());

    WorkOrder made = garage.inOne(() -> garage.quotes.order(quote.getId()));

    assertThat(made.getId()).isNotEqualTo(order);
    assertThat(payer(made.getId()).getId()).isEqualTo(buyer.getId());
  }

  @Test
  void whatAFormerOwnerHadApprovedCouldNeverBeClosed() {
    long car = car();
    Quote quote = approved(car, null);
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.withdraw(quote.getId())))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining("What is answered stands.");
    sold(car);

    Quote withdrawn = garage.inOne(() -> garage.quotes.withdraw(quote.getId()));

    assertThat(withdrawn.getState()).isEqualTo(QuoteState.WITHDRAWN);
  }

  @Test
  void whatAFormerOwnerApprovedForTheirOrderStandsWhileThatIsUnderWay() {
    long car = car();
    OpenOrder wanted = new OpenOrder(car, "Bruit", null, null);
    long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
    garage.advance(order, OrderState.APPROVED, OrderState.IN_PROGRESS);
    Quote quote = approved(null, order);
    sold(car);

    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.withdraw(quote.getId())))
        .isInstanceOf(RuleViolation.class);
    garage.advance(order, OrderState.CANCELLED);
    garage.inOne(() -> garage.quotes.withdraw(quote.getId()));
  }

  @Test
  void aQuoteWasSentToWhoNoLongerOwnedTheVehicle() {
    long car = car();
    Quote quote = written(car, null);
    Customer buyer = sold(car);

    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.send(quote.getId(), null)))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining(buyer.getName());
  }

  @Test
  void theDaysOfAQuoteOfASoldVehicleCouldBeMoved() {
    long car = car();
    Quote quote = written(car, null);
    garage.run(() -> garage.quotes.send(quote.getId(), null));
    Customer buyer = sold(car);

    assertThatThrownBy(
            () ->
                garage.inOne(
                    () ->
                        garage.quotes.prolong(
                            quote.getId(), null, quote.getValidUntil().plusDays(7))))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining(buyer.getName());
  }

  @Test
  void theLinkOfAFormerOwnerTookAnApprovalAfterTheSale() {
    long car = car();
    Quote quote = written(car, null);
    String link = garage.inOne(() -> garage.quotes.send(quote.getId(), null));
    Customer buyer = sold(car);
    Answer yes =
        new Answer(
            "Sami Ben Salah",
            List.of(new LineDecision(quote.getLines().get(0).getId(), Decision.APPROVED)));

    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.answerByLink(link, yes)))
        .isInstanceOf(RuleViolation.class)
        .hasMessageContaining("another owner")
        .hasMessageNotContaining(buyer.getName());
  }

  @Test
  void whatStoodInAQuoteForAnInvoicedOrderCouldNotBeOfferedToTheNewOwner() {
    long car = car();
    Finding finding = garage.inOne(() -> garage.findings.notNow(car, line(car), "Disques", null));
    LineData work = LineData.labour("Disques", "2", "40");
    OpenOrder wanted = new OpenOrder(car, "Bruit", null, null);
    long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
    garage.run(() -> garage.orders.addLine(order, LineData.labour("Diagnostic", "1", "30")));
    QuoteData data = new QuoteData(null, order, "Disques", null, null);
    long first = garage.inOne(() -> garage.quotes.write(data)).getId();
    garage.inOne(() -> garage.quotes.addLine(first, work, finding.getId()));
    sold(car);
    long theirs = draft(car);
    assertThatThrownBy(
            () -> garage.inOne(() -> garage.quotes.addLine(theirs, work, finding.getId())))
        .isInstanceOf(RuleViolation.class);

    garage.finish(order);
    garage.inOne(() -> garage.invoices.issue(order));
    garage.inOne(() -> garage.quotes.addLine(theirs, work, finding.getId()));

    assertThat(garage.inOne(() -> garage.quotes.find(theirs).getLines())).hasSize(1);
  }

  private static long draft(long car) {
    QuoteData data = new QuoteData(car, null, "Disques", null, null);
    return garage.inOne(() -> garage.quotes.write(data)).getId();
  }

  /** A line of an earlier quote, which the owner did not want then. */
  private static long line(long car) {
    return approved(car, null).getLines().get(0).getId();
  }
}
