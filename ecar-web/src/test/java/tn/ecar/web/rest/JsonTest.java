package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.Page;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.LineKind;

class JsonTest {
  private final Jsonb json = Json.create();

  /** A page of prices. */
  public record Prices(Money money, Quantity quantity, BigDecimal rate, String left) {}

  @Test
  void decimalsAreText() {
    assertThat(
            json.toJson(
                new Prices(Money.of("120"), Quantity.of("4.5"), new BigDecimal("19.00"), null)))
        .isEqualTo("{\"money\":\"120.000\",\"quantity\":\"4.500\",\"rate\":\"19.00\"}");
  }

  @Test
  void aPageShowsItsRows() {
    InvoiceRow row =
        new InvoiceRow(
            1L,
            "FA-2026-000001",
            LocalDate.of(2026, 1, 2),
            "Amel",
            "1",
            new BigDecimal("100.000"),
            new BigDecimal("120.000"),
            3L,
            new BigDecimal("20.000"));
    assertThat(json.toJson(new Page<>(List.of(row), 1, 0, 50)))
        .contains(
            "\"items\":[{",
            "\"issuedOn\":\"2026-01-02\"",
            "\"total\":\"120.000\"",
            "\"due\":\"20.000\"",
            "\"size\":50");
  }

  @Test
  void aRequestMayLeaveOutWhatIsOptional() {
    CustomerData data =
        json.fromJson(
            "{\"name\":\"Amel\",\"phone\":\"20123456\",\"kind\":\"COMPANY\"}", CustomerData.class);
    assertThat(data.name()).isEqualTo("Amel");
    assertThat(data.kind()).isEqualTo(Customer.Kind.COMPANY);
    assertThat(data.town()).isNull();
  }

  @Test
  void aDecimalIsReadFromTextAndFromANumber() {
    String body = "{\"kind\":\"LABOUR\",\"quantity\":%s,\"unitPrice\":%s}";
    LineData text = json.fromJson(String.format(body, "\"1.5\"", "\"40.000\""), LineData.class);
    LineData number = json.fromJson(String.format(body, "1.5", "40.000"), LineData.class);
    assertThat(text.kind()).isEqualTo(LineKind.LABOUR);
    assertThat(text.quantity()).isEqualByComparingTo("1.5").isEqualByComparingTo(number.quantity());
    assertThat(number.unitPrice()).isEqualByComparingTo("40");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e-999999999", "\"1e-999999999\"", "1e31"})
  void aNumberThatWouldFillTheMemoryWrittenOutIsRefused(String number) {
    assertThatThrownBy(() -> json.fromJson("{\"quantity\":" + number + "}", LineData.class))
        .isInstanceOf(JsonbException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"many\"", "\"\"", "{}", "[]", "[1]", "true"})
  void whatIsNoNumberIsRefused(String value) {
    assertThatThrownBy(() -> json.fromJson("{\"quantity\":" + value + "}", LineData.class))
        .isInstanceOf(JsonbException.class);
  }

  @Test
  void aNumberMayBeNull() {
    assertThat(json.fromJson("{\"quantity\":null}", LineData.class).quantity()).isNull();
  }
}
