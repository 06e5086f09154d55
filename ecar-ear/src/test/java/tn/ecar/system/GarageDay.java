package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import tn.ecar.system.ApiClient.Answer;

/**
 * The steps of the garage's shortest day, as the front desk takes them over REST. Each day has a
 * customer and a car of its own.
 */
final class GarageDay {
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (System.nanoTime() % 9000) + 1000);

  private final ApiClient desk;
  private final String plate;

  GarageDay(ApiClient desk) {
    this.desk = desk;
    int n = NEXT.incrementAndGet();
    this.plate = (n / 10000 + 11) * 10 + " TU " + n % 10000;
  }

  String plate() {
    return plate;
  }

  /** Receives a customer with a car at 45 000 km and returns the car's id. */
  long receiveCar() throws IOException, InterruptedException {
    Answer customer =
        desk.post(
            "customers",
            "{\"kind\":\"PERSON\",\"name\":\"Amel Ben Salah\",\"phone\":\"20 123"
                + " 456\",\"town\":\"Ariana\"}");
    assertThat(customer.status()).as(customer.text()).isEqualTo(201);
    assertThat(customer.object().getString("phone")).isEqualTo("+21620123456");
    Answer car =
        desk.post(
            "vehicles",
            "{\"customerId\":"
                + customer.id()
                + ",\"plate\":\""
                + plate
                + "\",\"make\":\"Peugeot\",\"model\":\"208\",\"year\":2019,\"odometerKm\":45000}");
    assertThat(car.status()).as(car.text()).isEqualTo(201);
    return car.id();
  }

  /** Lists a part at 40 dinars with ten on the shelf and returns its id. */
  long stockPart() throws IOException, InterruptedException {
    Answer part =
        desk.post(
            "parts",
            "{\"number\":\"FLT-"
                + NEXT.incrementAndGet()
                + "-"
                + System.nanoTime() % 100000
                + "\",\"name\":\"Filtre à huile\",\"price\":40.000}");
    assertThat(part.status()).as(part.text()).isEqualTo(201);
    Answer receipt =
        desk.post("parts/" + part.id() + "/movements", "{\"quantity\":10,\"reason\":\"RECEIPT\"}");
    assertThat(receipt.status()).as(receipt.text()).isEqualTo(201);
    return part.id();
  }

  /**
   * Opens an order for 1.5 hours at 40 dinars and one part at 40, 100.000 net, and returns its id.
   */
  long openOrder(long car, long part) throws IOException, InterruptedException {
    Answer order =
        desk.post(
            "orders",
            "{\"vehicleId\":"
                + car
                + ",\"complaint\":\"Vidange et bruit au freinage\",\"odometerKm\":45210}");
    assertThat(order.status()).as(order.text()).isEqualTo(201);
    assertThat(order.object().getString("state")).isEqualTo("DRAFT");
    String lines = "orders/" + order.id() + "/lines";
    Answer labour =
        desk.post(
            lines,
            "{\"kind\":\"LABOUR\",\"designation\":\"Vidange\",\"quantity\":1.5,\"unitPrice\":\"40.000\"}");
    assertThat(labour.status()).as(labour.text()).isEqualTo(201);
    Answer piece = desk.post(lines, "{\"kind\":\"PART\",\"partId\":" + part + ",\"quantity\":1}");
    assertThat(piece.status()).as(piece.text()).isEqualTo(201);
    return order.id();
  }

  /** Takes the order through these states. */
  void take(long order, String... states) throws IOException, InterruptedException {
    for (String state : states) {
      Answer step =
          desk.post(
              "orders/" + order + "/transitions",
              "{\"to\":\"" + state + "\",\"reason\":\"Agreed by phone at 9:15\"}");
      assertThat(step.status()).as(step.text()).isEqualTo(200);
      assertThat(step.object().getString("state")).isEqualTo(state);
    }
  }

  /** Does all the work of one order and returns its id; it waits for its invoice. */
  long finishedOrder() throws IOException, InterruptedException {
    long order = openOrder(receiveCar(), stockPart());
    take(order, "APPROVED", "IN_PROGRESS", "QUALITY_CHECK", "READY");
    return order;
  }
}
