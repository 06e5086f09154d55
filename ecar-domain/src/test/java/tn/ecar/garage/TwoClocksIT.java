package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.staff.Role;

/** Two servers whose clocks differ by a moment. */
class TwoClocksIT {
  @Test
  void anOrderWasNotCheckedWhileTheClockOfItsTechnicianRanAhead() throws SQLException {
    try (TestGarage garage = TestGarage.fresh()) {
      long car = garage.vehicle("13 TU 1");
      Set<Role> roles = Set.of(Role.TECHNICIAN);
      long technician =
          garage.inOne(() -> garage.staff.open("hedi", "Hédi", roles, "correct horse")).getId();
      OpenOrder wanted = new OpenOrder(car, "Bruit", null, technician);
      long order = garage.inOne(() -> garage.orders.open(wanted)).getId();
      garage.run(() -> garage.orders.addLine(order, LineData.labour("Diagnostic", "1", "30")));
      garage.advance(order, OrderState.APPROVED, OrderState.IN_PROGRESS);
      Instant ahead = garage.time.now().plus(Duration.ofMinutes(1));
      garage.time.at(ahead, () -> garage.inOne(() -> garage.timeClock.start(order, technician)));

      garage.advance(order, OrderState.QUALITY_CHECK);

      assertThat(garage.inOne(() -> garage.timeClock.of(order)))
          .singleElement()
          .satisfies(row -> assertThat(row.stoppedAt()).isEqualTo(row.startedAt()));
    }
  }
}
