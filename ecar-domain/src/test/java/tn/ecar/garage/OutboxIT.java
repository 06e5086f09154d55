package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.garage.appointment.Appointment;
import tn.ecar.garage.appointment.AppointmentData;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.Message.Channel;
import tn.ecar.garage.outbox.MessageCarrier;
import tn.ecar.garage.outbox.MessageDirectory;
import tn.ecar.garage.outbox.MessageRow;
import tn.ecar.garage.outbox.OverdueInvoices;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;

/** Messages to customers: written with what they tell, sent afterwards, never lost. */
class OutboxIT {
  private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");

  private TestGarage garage;

  @BeforeEach
  void open() {
    garage = TestGarage.fresh();
  }

  @AfterEach
  void close() throws SQLException {
    garage.close();
  }

  private <T> T at(Instant moment, java.util.function.Supplier<T> work) {
    return garage.time.at(moment, () -> garage.inOne(work));
  }

  private List<MessageRow> messages() {
    return garage.inOne(() -> garage.outbox.page(null, PageRequest.of(0, 100))).items();
  }

  private int round(Instant moment, MessageCarrier carrier) {
    return garage
        .time
        .at(moment, () -> garage.dispatch.round(Map.of(Channel.SMS, carrier), () -> false))
        .carried();
  }

  private long checkedOrder() {
    long car = at(NOW, () -> garage.vehicle("123 TU 4567"));
    long order =
        at(NOW, () -> garage.orders.open(new OpenOrder(car, "Bruit", 45_100, null))).getId();
    at(NOW, () -> garage.orders.addLine(order, LineData.labour("Travail", "1", "50")));
    for (OrderState state :
        List.of(OrderState.APPROVED, OrderState.IN_PROGRESS, OrderState.QUALITY_CHECK)) {
      at(NOW, () -> garage.orders.transition(order, null, state, "agreed"));
    }
    return order;
  }

  private long readyOrder() {
    long order = checkedOrder();
    at(NOW, () -> garage.orders.transition(order, null, OrderState.READY, null));
    return order;
  }

  @Test
  void theMessageStandsWithWhatItTellsOrNotAtAll() {
    long order = checkedOrder();
    assertThatThrownBy(
            () ->
                at(
                    NOW,
                    () -> {
                      garage.orders.transition(order, null, OrderState.READY, null);
                      throw new IllegalStateException("the save fails");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(messages()).isEmpty();

    at(NOW, () -> garage.orders.transition(order, null, OrderState.READY, null));

    assertThat(messages())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.state()).isEqualTo(Message.State.WAITING);
              assertThat(one.recipient()).isEqualTo("+21698123456");
              assertThat(one.body()).contains("123 TU 4567").contains("prêt");
            });
    at(NOW, () -> garage.orders.transition(order, null, OrderState.IN_PROGRESS, "bruit"));
    at(NOW, () -> garage.orders.transition(order, null, OrderState.QUALITY_CHECK, null));
    at(NOW, () -> garage.orders.transition(order, null, OrderState.READY, null));
    assertThat(messages()).hasSize(1);
  }

  @Test
  void aCarrierThatFailsIsTriedAgainWithGrowingPausesUntilSomebodyHasToLook() {
    readyOrder();
    MessageCarrier away =
        (message, files) -> {
          throw new IOException("no network");
        };
    assertThat(round(NOW, away)).isZero();
    assertThat(round(NOW.plusSeconds(30), (message, files) -> {}))
        .as("before the pause is over")
        .isZero();
    assertThat(messages().get(0).lastError()).contains("no network");
    Instant moment = NOW;
    for (int attempt = 2; attempt <= 8; attempt++) {
      moment = moment.plus(Duration.ofMinutes(1L << attempt));
      round(moment, away);
    }
    assertThat(messages().get(0).state()).isEqualTo(Message.State.DEAD);
    assertThat(messages().get(0).attempts()).isEqualTo(8);
    Instant later = moment.plusSeconds(1);
    at(later, () -> garage.outbox.revive(messages().get(0).id()));
    assertThat(round(later, (message, files) -> {})).isEqualTo(1);
    assertThat(messages().get(0).state()).isEqualTo(Message.State.SENT);
    assertThatThrownBy(() -> at(later, () -> garage.outbox.revive(messages().get(0).id())))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void aSenderThatDiesOnTheWayLosesNothing() {
    readyOrder();
    assertThatThrownBy(
            () ->
                round(
                    NOW,
                    (message, files) -> {
                      throw new IllegalStateException("killed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(messages().get(0).state()).isEqualTo(Message.State.WAITING);
    assertThat(round(NOW.plusSeconds(61), (message, files) -> {})).isEqualTo(1);
  }

  @Test
  void sixteenSendersSendEachMessageOnce() throws Exception {
    long customer = garage.person("Amel").getId();
    for (int i = 0; i < 40; i++) {
      int number = i;
      at(NOW, () -> garage.outbox.word(customer, "Message " + number));
    }
    Queue<Long> carried = new ConcurrentLinkedQueue<>();
    List<Object> outcomes =
        Crowd.atOnce(16, sender -> round(NOW, (message, files) -> carried.add(message.getId())));
    assertThat(outcomes).allMatch(Integer.class::isInstance);
    assertThat(carried).hasSize(40).doesNotHaveDuplicates();
    assertThat(messages()).allMatch(one -> one.state() == Message.State.SENT);
  }

  @Test
  void whatIsTooLateIsNotSent() {
    readyOrder();
    assertThat(round(NOW.plus(Duration.ofDays(4)), (message, files) -> {})).isZero();
    assertThat(messages().get(0).state()).isEqualTo(Message.State.EXPIRED);
  }

  @Test
  void aMessageBecomesAFileThatIsWhole(@TempDir Path directory) throws IOException {
    readyOrder();
    Path outgoing = directory.resolve("sms");
    MessageCarrier carrier = MessageDirectory.wanted(outgoing.toString()).orElseThrow();
    assertThat(round(NOW, carrier)).isEqualTo(1);
    try (var files = Files.list(outgoing)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      assertThat(Files.readAllLines(all.get(0)).get(0)).isEqualTo("+21698123456");
    }
    assertThat(MessageDirectory.wanted(" ")).isEmpty();
  }

  @Test
  void remindersAreWrittenOnceHoweverOftenTheRoundRuns() {
    long car = at(NOW.minus(Duration.ofDays(95)), () -> garage.vehicle("124 TU 1"));
    long other = at(NOW, () -> garage.vehicle("124 TU 2"));
    long bay = garage.inOne(() -> garage.bays.add("Pont")).getId();
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    AppointmentData data =
        new AppointmentData(
            other, bay, null, null, "Vidange", tomorrow, tomorrow.plusSeconds(3_600));
    at(NOW, () -> garage.appointments.book(data));

    assertThat(garage.time.at(NOW, () -> garage.reminders.round())).isEqualTo(2);
    assertThat(garage.time.at(NOW, () -> garage.reminders.round())).isZero();

    assertThat(messages())
        .extracting(MessageRow::kind)
        .containsExactlyInAnyOrder(Message.Kind.SERVICE, Message.Kind.APPOINTMENT);
    assertThat(messages())
        .filteredOn(one -> one.kind() == Message.Kind.SERVICE)
        .allSatisfy(one -> assertThat(one.body()).contains("Vidange", "124 TU 1"));
    assertThat(garage.inOne(() -> garage.upkeep.predictions(car)).get(0).getDueOn())
        .isBetween(LocalDate.of(2026, 5, 4), LocalDate.of(2026, 5, 18));
  }

  private static final MessageCarrier TAKES_ALL = (message, files) -> {};

  private void goesBackToWork(long order) {
    at(NOW, () -> garage.orders.transition(order, null, OrderState.IN_PROGRESS, "bruit"));
  }

  private void isReadyAgain(long order) {
    at(NOW, () -> garage.orders.transition(order, null, OrderState.QUALITY_CHECK, null));
    at(NOW, () -> garage.orders.transition(order, null, OrderState.READY, null));
  }

  @Test
  void nobodyIsCalledToAVehicleThatWentBackToWork() {
    long order = readyOrder();
    goesBackToWork(order);
    assertThat(round(NOW, TAKES_ALL)).isZero();
    assertThat(messages().get(0).state()).isEqualTo(Message.State.EXPIRED);

    isReadyAgain(order);
    assertThat(round(NOW, TAKES_ALL)).as("once it is ready after all").isEqualTo(1);
    goesBackToWork(order);
    isReadyAgain(order);
    assertThat(round(NOW, TAKES_ALL)).as("who was told is not told again").isZero();
    assertThat(messages()).hasSize(1);
  }

  @Test
  void nobodyIsCalledToAVehicleThatTheyHaveFetched() {
    long order = readyOrder();
    at(NOW, () -> garage.invoices.issue(order));
    at(NOW, () -> garage.orders.transition(order, null, OrderState.DELIVERED, null));
    assertThat(round(NOW, TAKES_ALL)).isZero();
  }

  @Test
  void nobodyIsRemindedOfAnAppointmentThatWasCancelledOrMoved() {
    Instant ten = NOW.plus(Duration.ofDays(1));
    long bay = garage.inOne(() -> garage.bays.add("Pont")).getId();
    Appointment stays = booked(bay, ten);
    Appointment moves = booked(bay, ten.plusSeconds(3_600));
    Appointment goes = booked(bay, ten.plusSeconds(7_200));
    assertThat(at(NOW, () -> garage.reminders.ofAppointments())).isEqualTo(3);

    Instant noon = ten.plusSeconds(3_600);
    AppointmentData later = on(moves.getVehicle().getId(), bay, ten.plusSeconds(10_800));
    at(NOW, () -> garage.appointments.change(moves.getId(), null, later));
    at(NOW, () -> garage.appointments.cancel(goes.getId(), "malade"));
    Queue<String> carried = new ConcurrentLinkedQueue<>();
    assertThat(round(NOW, (message, files) -> carried.add(message.getKey()))).isEqualTo(1);
    assertThat(carried).containsExactly("appointment/" + stays.getId() + "/" + ten);

    AppointmentData back = on(moves.getVehicle().getId(), bay, noon);
    at(NOW, () -> garage.appointments.change(moves.getId(), null, back));
    assertThat(at(NOW, () -> garage.reminders.ofAppointments())).isEqualTo(1);
    assertThat(round(NOW, (message, files) -> carried.add(message.getKey()))).isEqualTo(1);
    assertThat(carried).contains("appointment/" + moves.getId() + "/" + noon);
  }

  private static AppointmentData on(long vehicle, long bay, Instant start) {
    return new AppointmentData(
        vehicle, bay, null, null, "Vidange", start, start.plusSeconds(3_600));
  }

  private Appointment booked(long bay, Instant start) {
    long car = at(NOW, () -> garage.vehicle("130 TU " + start.getEpochSecond() % 9_973));
    return at(NOW, () -> garage.appointments.book(on(car, bay, start)));
  }

  @Test
  void nobodyIsRemindedOfAnInvoiceThatIsPaid() {
    Instant late = NOW.plus(Duration.ofDays(33));
    Invoice paid = invoice();
    OverdueInvoices overdue = new OverdueInvoices(garage.em, garage.time.clock(), garage.outbox);
    assertThat(at(late, () -> overdue.write(List.of(paid.getId())))).isEqualTo(1);
    PaymentData part = new PaymentData(BigDecimal.ONE, Payment.Method.CASH, null, null, null);
    at(late, () -> garage.payments.receive(paid.getId(), part));
    MessageCarrier away =
        (message, files) -> {
          throw new IOException("no network");
        };
    assertThat(garage.time.at(late, () -> garage.dispatch.round(carriers(away), () -> false)))
        .as("a part of it is owed still")
        .satisfies(round -> assertThat(round.failed()).isEqualTo(1));

    BigDecimal rest = paid.getTotal().amount().subtract(BigDecimal.ONE);
    at(
        late,
        () ->
            garage.payments.receive(
                paid.getId(), new PaymentData(rest, Payment.Method.CASH, null, null, null)));
    assertThat(round(late.plus(Duration.ofDays(1)), TAKES_ALL)).isZero();
  }

  private static Map<Channel, MessageCarrier> carriers(MessageCarrier carrier) {
    return Map.of(Channel.SMS, carrier);
  }

  private Invoice invoice() {
    long order = readyOrder();
    return at(NOW, () -> garage.invoices.issue(order));
  }

  @Test
  void nobodyIsRemindedOfAServiceThatIsDone() {
    long done = at(NOW.minus(Duration.ofDays(95)), () -> garage.vehicle("131 TU 1"));
    at(NOW.minus(Duration.ofDays(95)), () -> garage.vehicle("131 TU 2"));
    assertThat(garage.time.at(NOW, () -> garage.reminders.round())).isEqualTo(2);
    String service = garage.inOne(() -> garage.upkeep.predictions(done)).get(0).getName();

    long order =
        at(NOW, () -> garage.orders.open(new OpenOrder(done, "Vidange", 45_100, null))).getId();
    at(NOW, () -> garage.orders.addLine(order, LineData.labour("Vidange", "1", "50")));
    at(NOW, () -> garage.upkeep.serve(order, null, List.of(service)));
    for (OrderState state :
        List.of(
            OrderState.APPROVED,
            OrderState.IN_PROGRESS,
            OrderState.QUALITY_CHECK,
            OrderState.READY)) {
      at(NOW, () -> garage.orders.transition(order, null, state, "agreed"));
    }
    Queue<Message> carried = new ConcurrentLinkedQueue<>();
    round(NOW, (message, files) -> carried.add(message));

    assertThat(carried)
        .extracting(Message::getKind)
        .containsExactlyInAnyOrder(Message.Kind.SERVICE, Message.Kind.READY);
    assertThat(carried)
        .filteredOn(message -> message.getKind() == Message.Kind.SERVICE)
        .allSatisfy(message -> assertThat(message.getBody()).contains("131 TU 2"));
  }

  @Test
  void aServiceWhoseOrderWasCancelledInTheEndWasNeverToldOf() {
    long car = at(NOW.minus(Duration.ofDays(95)), () -> garage.vehicle("132 TU 1"));
    assertThat(garage.time.at(NOW, () -> garage.reminders.round())).isEqualTo(1);
    String service = garage.inOne(() -> garage.upkeep.predictions(car)).get(0).getName();
    long order =
        at(NOW, () -> garage.orders.open(new OpenOrder(car, "Vidange", null, null))).getId();
    at(NOW, () -> garage.orders.addLine(order, LineData.labour("Vidange", "1", "50")));
    at(NOW, () -> garage.upkeep.serve(order, null, List.of(service)));
    for (OrderState state :
        List.of(
            OrderState.APPROVED,
            OrderState.IN_PROGRESS,
            OrderState.QUALITY_CHECK,
            OrderState.READY)) {
      at(NOW, () -> garage.orders.transition(order, null, state, "agreed"));
    }
    assertThat(garage.time.at(NOW, () -> garage.reminders.round())).isZero();
    for (OrderState state : List.of(OrderState.IN_PROGRESS, OrderState.CANCELLED)) {
      at(NOW, () -> garage.orders.transition(order, null, state, "refused"));
    }

    assertThat(garage.time.at(NOW, () -> garage.reminders.round())).isEqualTo(1);
    assertThat(garage.time.at(NOW, () -> garage.reminders.round())).as("once").isZero();
    Queue<Message> carried = new ConcurrentLinkedQueue<>();
    round(NOW, (message, files) -> carried.add(message));
    assertThat(carried).extracting(Message::getKind).containsExactly(Message.Kind.SERVICE);
  }
}
