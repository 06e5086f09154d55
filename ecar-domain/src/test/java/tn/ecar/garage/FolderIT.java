package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.customer.CustomerLinks;
import tn.ecar.garage.folder.Folder;
import tn.ecar.garage.folder.Folders;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.link.LinkSecret;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.quote.QuoteData;

/** What a customer sees by their link. */
class FolderIT {
  private TestGarage garage;
  private Folders folders;

  @BeforeEach
  void open() {
    garage = TestGarage.fresh();
    folders =
        new Folders(
            garage.em,
            garage.time.clock(),
            new LinkSecret(garage.em),
            garage.quotes,
            garage.customers,
            garage.vehicles,
            garage.orders,
            garage.orderList,
            garage.invoices,
            garage.upkeep,
            garage.findings);
  }

  @AfterEach
  void close() throws SQLException {
    garage.close();
  }

  @Test
  void whatWasPaidIsNotOwedTwice() {
    long car = garage.inOne(() -> garage.vehicle("127 TU 1"));
    long order =
        garage.inOne(() -> garage.orders.open(new OpenOrder(car, "Bruit", 45_100, null))).getId();
    garage.inOne(() -> garage.orders.addLine(order, LineData.labour("Travail", "1", "100")));
    for (OrderState state :
        List.of(
            OrderState.APPROVED,
            OrderState.IN_PROGRESS,
            OrderState.QUALITY_CHECK,
            OrderState.READY)) {
      garage.inOne(() -> garage.orders.transition(order, null, state, "agreed"));
    }
    long invoice = garage.inOne(() -> garage.invoices.issue(order)).getId();
    garage.inOne(
        () ->
            garage.payments.receive(
                invoice,
                new PaymentData(new BigDecimal("20.000"), Payment.Method.CASH, null, null, null)));
    Folder folder =
        garage.inOne(
            () -> {
              long customer = garage.vehicles.find(car).getCustomer().getId();
              return folders.open(folders.link(customer, car));
            });
    assertThat(folder.invoices()).hasSize(1);
    InvoiceRow row = folder.invoices().get(0);
    assertThat(row.total()).isEqualByComparingTo("120.000");
    assertThat(row.due()).isEqualByComparingTo("100.000");
  }

  private long ownerOf(long car) {
    return garage.inOne(() -> garage.vehicles.find(car).getCustomer().getId());
  }

  private String linkTo(long car) {
    return garage.inOne(() -> folders.link(ownerOf(car), car));
  }

  private void assertVoid(String token) {
    assertThatThrownBy(() -> garage.inOne(() -> folders.open(token))).isInstanceOf(NotFound.class);
  }

  @Test
  void aFolderLinkOutlivedTheWithdrawalOfTheCustomersLinks() {
    long car = garage.inOne(() -> garage.vehicle("127 TU 2"));
    CustomerLinks customerLinks =
        new CustomerLinks(garage.em, garage.time.clock(), garage.audit, garage.customers);
    String printed = linkTo(car);
    assertThat(garage.inOne(() -> folders.open(printed)).vehicle().getId()).isEqualTo(car);

    garage.run(() -> customerLinks.revoke(ownerOf(car)));

    assertVoid(printed);
    String after = linkTo(car);
    assertThat(garage.inOne(() -> folders.open(after)).vehicle().getId()).isEqualTo(car);
    garage.run(() -> customerLinks.revoke(ownerOf(car)));
    assertVoid(after);
  }

  @Test
  void aFolderLinkOutlivedItsArchivedCustomer() {
    long car = garage.inOne(() -> garage.vehicle("127 TU 3"));
    String printed = linkTo(car);
    garage.run(() -> garage.customers.archive(ownerOf(car)));
    assertVoid(printed);
  }

  private String quoteLinkTo(long car) {
    QuoteData data =
        new QuoteData(car, null, "Freins", null, List.of(LineData.labour("Plaquettes", "1", "40")));
    long quote = garage.inOne(() -> garage.quotes.write(data)).getId();
    return garage.inOne(() -> garage.quotes.send(quote, null));
  }

  @Test
  void aQuotesLinkOutlivedTheWithdrawalOfTheCustomersLinks() {
    long car = garage.inOne(() -> garage.vehicle("127 TU 5"));
    CustomerLinks customerLinks =
        new CustomerLinks(garage.em, garage.time.clock(), garage.audit, garage.customers);
    String sent = quoteLinkTo(car);
    Folder opened = garage.inOne(() -> folders.open(sent));
    assertThat(opened.vehicle().getId()).isEqualTo(car);

    garage.run(() -> customerLinks.revoke(ownerOf(car)));

    assertVoid(sent);
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.byLink(sent)))
        .isInstanceOf(NotFound.class);
    String again = garage.inOne(() -> garage.quotes.send(opened.quote().getId(), null));
    assertThat(garage.inOne(() -> folders.open(again)).vehicle().getId()).isEqualTo(car);
  }

  @Test
  void aQuotesLinkOutlivedItsArchivedCustomer() {
    long car = garage.inOne(() -> garage.vehicle("127 TU 6"));
    String sent = quoteLinkTo(car);
    garage.run(() -> garage.customers.archive(ownerOf(car)));
    assertVoid(sent);
    assertThatThrownBy(() -> garage.inOne(() -> garage.quotes.byLink(sent)))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aLinkEndsWithTheLinkThatItsDocumentWasAskedForWith() {
    long car = garage.inOne(() -> garage.vehicle("127 TU 4"));
    LocalDate last = LocalDate.now(garage.time.clock()).plusDays(30);
    String printed = garage.inOne(() -> folders.link(ownerOf(car), car, last));
    Instant lastNoon = last.atTime(12, 0).atZone(garage.time.clock().getZone()).toInstant();
    Folder opened = garage.time.at(lastNoon, () -> garage.inOne(() -> folders.open(printed)));
    assertThat(opened.vehicle().getId()).isEqualTo(car);
    garage.time.at(
        lastNoon.plus(Duration.ofDays(1)),
        () -> {
          assertVoid(printed);
          return null;
        });
  }
}
