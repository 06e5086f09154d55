package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.books.BooksAudit;
import tn.ecar.garage.books.BooksReport;
import tn.ecar.garage.books.KnownDifference;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.outbox.CarrierDown;
import tn.ecar.garage.outbox.MailAddress;
import tn.ecar.garage.outbox.MailFile;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.MessageRow;
import tn.ecar.garage.outbox.OverdueInvoices;
import tn.ecar.garage.outbox.Round;
import tn.ecar.garage.outbox.VehicleRange;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.report.DailyReport;
import tn.ecar.garage.report.DailyReports;

/** What the garage's jobs do, by hand and on a real PostgreSQL. */
class GarageJobsIT {
  private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 5, 4);

  private TestGarage garage;
  private OverdueInvoices overdue;
  private BooksAudit booksAudit;

  @BeforeEach
  void open() {
    garage = TestGarage.fresh();
    overdue = new OverdueInvoices(garage.em, garage.time.clock(), garage.outbox);
    booksAudit =
        new BooksAudit(garage.em, garage.time.clock(), garage.audit, () -> "tester", garage.books);
  }

  @AfterEach
  void close() throws SQLException {
    garage.close();
  }

  private <T> T at(Instant moment, Supplier<T> work) {
    return garage.time.at(moment, () -> garage.inOne(work));
  }

  private <T> T after(int days, Supplier<T> work) {
    return at(NOW.plus(days, ChronoUnit.DAYS), work);
  }

  private List<MessageRow> messages() {
    return garage.inOne(() -> garage.outbox.page(null, PageRequest.of(0, 100))).items();
  }

  private Invoice invoice(String plate, int days) {
    long car = after(days, () -> garage.vehicle(plate));
    long order =
        after(days, () -> garage.orders.open(new OpenOrder(car, "Bruit", 45_100, null))).getId();
    after(days, () -> garage.orders.addLine(order, LineData.labour("Travail", "1", "100")));
    for (OrderState state :
        List.of(
            OrderState.APPROVED,
            OrderState.IN_PROGRESS,
            OrderState.QUALITY_CHECK,
            OrderState.READY)) {
      after(days, () -> garage.orders.transition(order, null, state, "agreed"));
    }
    return after(days, () -> garage.invoices.issue(order));
  }

  @Test
  void everyVehicleIsInOneShareAndEachServiceIsToldOnceForEachTimeItIsDue() {
    List<Long> cars = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      int number = i;
      cars.add(at(NOW.minus(Duration.ofDays(95)), () -> garage.vehicle("124 TU " + (number + 1))));
    }
    List<VehicleRange> shares = at(NOW, () -> garage.serviceReminders.split(4));
    assertThat(shares).hasSize(4);
    List<Long> seen = new ArrayList<>();
    int written = 0;
    for (VehicleRange share : shares) {
      VehicleRange rest = share;
      for (List<Long> block = block(rest); !block.isEmpty(); block = block(rest)) {
        List<Long> these = block;
        seen.addAll(these);
        written += at(NOW, () -> garage.serviceReminders.write(these));
        rest = new VehicleRange(these.get(these.size() - 1) + 1, Long.MAX_VALUE);
        if (rest.first() > share.last()) {
          break;
        }
        rest = new VehicleRange(rest.first(), share.last());
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(cars);
    assertThat(written).isEqualTo(25);
    assertThat(at(NOW, () -> garage.serviceReminders.write(cars))).isZero();
    assertThat(after(3, () -> garage.serviceReminders.write(cars))).isZero();
    assertThat(messages())
        .hasSize(25)
        .allMatch(one -> one.kind() == Message.Kind.SERVICE && one.body().contains("Vidange"));
  }

  @Test
  void aRunReadsItsOwnVehiclesOnlyWhenPostgresHasNotCountedTheOthersYet() throws Exception {
    List<Long> cars = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      cars.add(at(NOW.minus(Duration.ofDays(95)), () -> garage.vehicle("127 TU " + (number + 1))));
    }
    garage.sql(
        """
        ALTER TABLE service_prediction SET (autovacuum_enabled = off);
        ALTER TABLE message SET (autovacuum_enabled = off);
        INSERT INTO vehicle (id, version, customer_id, plate, make, model, odometer_km, odometer_on,
          active)
        SELECT 1000000 + n, 1, (SELECT min(id) FROM customer), (200 + n / 9999) || ' TU '
          || (1 + n % 9999), 'Kia', 'Picanto', 20000, DATE '2026-05-03', true
        FROM generate_series(0, 19999) n;
        ANALYZE vehicle;
        INSERT INTO service_prediction (id, vehicle_id, name, due_on, earliest, latest, rate,
          computed_on)
        SELECT 1000000 + n, 1000000 + n, 'Vidange', DATE '2026-05-04', DATE '2026-05-04',
          DATE '2026-05-04', 30, DATE '2026-05-04'
        FROM generate_series(0, 19999) n;
        INSERT INTO message (id, version, message_key, kind, channel, customer_id, recipient, body, state,
          written_at, next_attempt_at, expires_at, state_since)
        SELECT 1000000 + n, 1, 'other/' || n, 'SERVICE', 'SMS', (SELECT min(id) FROM customer), '+21698123456', 'Vidange', 'WAITING',
          now(), now(), now() + interval '30 days', now()
        FROM generate_series(0, 19999) n;
        """);
    for (int round = 0; round < 7; round++) {
      Instant moment = NOW.plus(round, ChronoUnit.DAYS);
      garage.time.at(
          moment,
          () ->
              garage.inOne(
                  () -> {
                    long predictions = rowsReadOf("service_prediction");
                    long messages = rowsReadOf("message");
                    garage.serviceReminders.write(cars);
                    assertThat(rowsReadOf("service_prediction") - predictions).isLessThan(200);
                    assertThat(rowsReadOf("message") - messages).isLessThan(200);
                    return true;
                  }));
    }
    assertThat(garage.one("SELECT count(*) FROM message WHERE message_key LIKE 'service/%'"))
        .isEqualTo("5");
  }

  /**
   * Rows of the table that this session has read and not handed to the server's statistics yet:
   * earlier transactions of the last second are among them, so that only differences say anything.
   */
  private long rowsReadOf(String table) {
    return ((Number)
            garage
                .em
                .createNativeQuery(
                    "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
                        + " WHERE relname = ?1")
                .setParameter(1, table)
                .getSingleResult())
        .longValue();
  }

  private List<Long> block(VehicleRange range) {
    return at(NOW, () -> garage.serviceReminders.block(range, 4));
  }

  @Test
  void sixteenRunsAtOnceRemindOnce() throws Exception {
    List<Long> cars = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int number = i;
      cars.add(at(NOW.minus(Duration.ofDays(95)), () -> garage.vehicle("125 TU " + number)));
    }
    List<Object> outcomes =
        Crowd.atOnce(16, run -> at(NOW, () -> garage.serviceReminders.write(cars)));
    assertThat(outcomes).allMatch(Integer.class::isInstance);
    assertThat(outcomes.stream().mapToInt(Integer.class::cast).sum()).isEqualTo(12);
    assertThat(messages()).hasSize(12);
  }

  @Test
  void whoDoesNotPayIsRemindedThreeTimesAndWhoPaysNoMore() {
    Invoice owed = invoice("126 TU 1", 0);
    Invoice paid = invoice("126 TU 2", 0);
    List<Long> both = List.of(owed.getId(), paid.getId());
    assertThat(after(30, () -> overdue.block(0, Long.MAX_VALUE, 10))).isEmpty();
    assertThat(after(31, () -> overdue.block(0, Long.MAX_VALUE, 10))).hasSize(2);
    assertThat(after(32, () -> overdue.write(both))).as("two days late").isZero();
    assertThat(after(33, () -> overdue.write(both))).isEqualTo(2);
    assertThat(after(33, () -> overdue.write(both))).as("a second time").isZero();
    after(
        34,
        () ->
            garage.payments.receive(
                paid.getId(),
                new PaymentData(paid.getTotal().amount(), Payment.Method.CASH, null, null, null)));
    assertThat(after(34, () -> overdue.block(0, Long.MAX_VALUE, 10))).containsExactly(owed.getId());
    assertThat(after(44, () -> overdue.write(both))).as("a fortnight late").isEqualTo(1);
    assertThat(after(59, () -> overdue.write(both))).isZero();
    assertThat(after(60, () -> overdue.write(both))).as("a month late").isEqualTo(1);
    assertThat(after(300, () -> overdue.write(both))).as("never a fourth").isZero();
    assertThat(after(60, () -> overdue.past(3)))
        .singleElement()
        .satisfies(row -> assertThat(row.number()).isEqualTo(owed.getNumber()));
    assertThat(messages())
        .filteredOn(one -> one.kind() == Message.Kind.OVERDUE)
        .extracting(MessageRow::body)
        .anySatisfy(body -> assertThat(body).startsWith("Rappel").contains("120.000", "03/06/2026"))
        .anySatisfy(body -> assertThat(body).startsWith("Dernier rappel"));
  }

  @Test
  void aReminderThatNeverWentOutCountedAsALevel() throws SQLException {
    List<Long> owed = List.of(invoice("126 TU 3", 0).getId());
    assertThat(after(33, () -> overdue.write(owed))).isEqualTo(1);
    garage.sql("update message set state = 'EXPIRED' where kind = 'OVERDUE'");
    after(
        50,
        () ->
            garage.payments.receive(
                owed.get(0),
                new PaymentData(new BigDecimal("20.000"), Payment.Method.CASH, null, null, null)));

    assertThat(after(60, () -> overdue.write(owed))).isEqualTo(1);
    assertThat(messages())
        .filteredOn(one -> one.kind() == Message.Kind.OVERDUE)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.state()).isEqualTo(Message.State.WAITING);
              assertThat(one.body()).startsWith("Rappel").contains("100.000");
            });
    garage.sql("update message set state = 'DEAD' where kind = 'OVERDUE'");
    assertThat(after(66, () -> overdue.write(owed))).as("not within a week").isZero();
    assertThat(after(67, () -> overdue.write(owed))).isEqualTo(1);
    garage.sql("update message set state = 'SENT' where kind = 'OVERDUE'");
    assertThat(after(74, () -> overdue.write(owed))).isEqualTo(1);
    assertThat(messages()).anySatisfy(one -> assertThat(one.body()).startsWith("Deuxième rappel"));
    assertThat(after(74, () -> overdue.past(1))).hasSize(1);
    assertThat(after(74, () -> overdue.past(3))).isEmpty();
  }

  @Test
  void anOldDebtBeginsWithTheFriendlyWordAndWaitsAWeek() {
    List<Long> old = List.of(invoice("127 TU 1", 0).getId());
    assertThat(after(200, () -> overdue.write(old))).isEqualTo(1);
    assertThat(after(206, () -> overdue.write(old))).isZero();
    assertThat(after(207, () -> overdue.write(old))).isEqualTo(1);
    assertThat(messages()).anySatisfy(one -> assertThat(one.body()).startsWith("Rappel"));
  }

  @Test
  void anInvoiceKeepsTheDayItIsDueWhenTheGarageGrantsOtherDaysLater() throws SQLException {
    long before = invoice("128 TU 1", 0).getId();
    garage.run(() -> garage.invoices.grant(0));
    long after = invoice("128 TU 2", 0).getId();
    String due = "select due_on from receivable where invoice_id = ";
    assertThat(garage.one(due + before)).isEqualTo("2026-06-03");
    assertThat(garage.one(due + after)).isEqualTo("2026-05-04");
    assertThatThrownBy(() -> garage.run(() -> garage.invoices.grant(366)))
        .isInstanceOf(RuleViolation.class);
  }

  @Test
  void soundBooksAreProvedFreeOfGaps() {
    invoice("129 TU 1", 0);
    invoice("129 TU 2", 0);
    BooksReport report = at(NOW, booksAudit::check);
    assertThat(report.differences()).isEmpty();
    assertThat(report.series())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.documents()).isEqualTo(2);
              assertThat(one.lastNumber()).isEqualTo(2);
              assertThat(one.free()).isTrue();
            });
    assertThat(report.text()).contains("free of gaps").contains("adds up");
  }

  @Test
  void aGapIsFoundNamedExplainedAndRemembered() throws SQLException {
    invoice("130 TU 1", 0);
    garage.sql("update document_counter set last_number = 3");
    BooksReport found = at(NOW, booksAudit::check);
    assertThat(found.series().get(0).missing()).containsExactly(2, 3);
    assertThat(found.fresh()).hasSize(1);
    assertThat(found.unexplained()).isEqualTo(1);

    assertThat(after(1, booksAudit::check).fresh()).as("known since yesterday").isEmpty();
    KnownDifference known = garage.inOne(booksAudit::standing).get(0);
    assertThatThrownBy(() -> garage.inOne(() -> booksAudit.explain(known.id(), " ")))
        .isInstanceOf(RuleViolation.class);
    at(NOW, () -> booksAudit.explain(known.id(), "Papier bloqué, numéros 2 et 3 annulés"));
    BooksReport explained = after(2, booksAudit::check);
    assertThat(explained.unexplained()).isZero();
    assertThat(explained.text()).contains("Papier bloqué").contains("missing [2, 3]");

    garage.sql("update document_counter set last_number = 1");
    assertThat(after(3, booksAudit::check).differences()).isEmpty();
    garage.sql("update document_counter set last_number = 3");
    BooksReport back = after(4, booksAudit::check);
    assertThat(back.fresh()).hasSize(1);
    assertThat(back.differences().get(0).explanation()).as("what was said stays").isNotNull();
    garage.sql("update document_counter set last_number = 1");
  }

  @Test
  void theDaysReportTellsWhatCameInAndWhatIsOpen() {
    Invoice first = invoice("131 TU 1", 0);
    Invoice second = invoice("131 TU 2", 0);
    Payment cash = after(0, () -> pay(first, Payment.Method.CASH, "50"));
    after(0, () -> pay(second, Payment.Method.CHEQUE, "120"));
    after(0, () -> pay(first, Payment.Method.CASH, "20"));
    after(0, () -> garage.payments.reverse(cash.getId(), "erreur"));
    DailyReports reports =
        new DailyReports(
            garage.em,
            garage.time.clock(),
            garage.payments,
            garage.orderList,
            garage.purchases,
            garage.invoices);

    DailyReport report = after(0, () -> reports.of(null));

    assertThat(report.day()).isEqualTo(TODAY);
    assertThat(report.invoices()).isEqualTo(2);
    assertThat(report.invoiced()).hasToString("240.000");
    assertThat(report.takings())
        .extracting(one -> one.method() + " " + one.payments() + " " + one.net())
        .containsExactly("CASH 2 20.000", "CHEQUE 1 120.000");
    assertThat(report.net()).hasToString("140.000");
    assertThat(report.openByState()).isEqualTo(Map.of(OrderState.READY, 2L));
    assertThat(report.openOrders()).hasSize(2);
    assertThatThrownBy(() -> after(0, () -> reports.of(TODAY.plusDays(1))))
        .isInstanceOf(RuleViolation.class);
  }

  private Payment pay(Invoice invoice, Payment.Method method, String amount) {
    return garage.payments.receive(
        invoice.getId(), new PaymentData(new BigDecimal(amount), method, null, null, null));
  }

  @Test
  void aMailServerThatDoesNotAnswerCostsOneTimeoutAndTheOtherChannelGoesOn() {
    MailAddress manager = new MailAddress("chef@garage.tn");
    long customer = garage.person("Amel").getId();
    for (int i = 0; i < 5; i++) {
      int number = i;
      MailFile file = MailFile.text("day.txt", "text/plain", "jour " + number);
      at(
          NOW,
          () ->
              garage.outbox.mail(
                  "report/" + number,
                  Message.Kind.REPORT,
                  manager,
                  "Journée\nBcc: all@example.tn",
                  "Voir le fichier.",
                  Duration.ofDays(2),
                  List.of(file)));
      at(NOW, () -> garage.outbox.word(customer, "Message " + number));
    }
    List<String> carried = new ArrayList<>();
    Round round =
        garage.time.at(
            NOW,
            () ->
                garage.dispatch.round(
                    Map.of(
                        Message.Channel.MAIL,
                        (message, files) -> {
                          throw new CarrierDown("no answer", null);
                        },
                        Message.Channel.SMS,
                        (message, files) -> carried.add(message.getBody())),
                    () -> false));
    assertThat(carried).hasSize(5);
    assertThat(round.failed()).isEqualTo(1);
    assertThat(round.down()).containsExactly(Message.Channel.MAIL);
    assertThat(messages()).filteredOn(one -> one.attempts() > 0).hasSize(6);

    List<String> mails = new ArrayList<>();
    garage.time.at(
        NOW.plusSeconds(61),
        () ->
            garage.dispatch.round(
                Map.of(
                    Message.Channel.MAIL,
                    (message, files) ->
                        mails.add(
                            message.getSubject()
                                + new String(files.get(0).data(), StandardCharsets.UTF_8))),
                () -> false));
    assertThat(mails).hasSize(5).allMatch(one -> one.startsWith("Journée Bcc: all@example.tnjour"));
  }

  @Test
  void theAuditLogLosesNothingThatIsYoungOrNotArchived() throws SQLException {
    at(NOW, () -> garage.person("Amel"));
    String delete = "delete from audit_entry where happened_at < '%s'";
    assertThatThrownBy(() -> garage.sql(delete.formatted("2030-01-01")))
        .hasMessageContaining("only after a year");
    garage.sql(
        "insert into audit_entry (id, happened_at, who, action, subject_kind) values"
            + " (-1, now() - interval '400 days', 'x', 'x', 'x'),"
            + " (-2, now() - interval '300 days', 'x', 'x', 'x')");
    assertThatThrownBy(() -> garage.sql("delete from audit_entry where id = -1"))
        .hasMessageContaining("only after a year");
    garage.sql(
        "insert into archive_file (kind, first_day, next_day, items, file_name, size_bytes,"
            + " sha256, written_at) values ('audit-log', now()::date - 1000, now()::date, 2,"
            + " 'x', 1, 'x', now())");
    garage.sql("delete from audit_entry where id = -1");
    assertThatThrownBy(() -> garage.sql("delete from audit_entry where id = -2"))
        .hasMessageContaining("only after a year");
    assertThatThrownBy(() -> garage.sql("update audit_entry set who = 'y' where id = -2"))
        .hasMessageContaining("never changed");
    assertThatThrownBy(() -> garage.sql("truncate audit_entry"))
        .hasMessageContaining("never changed");
  }
}
