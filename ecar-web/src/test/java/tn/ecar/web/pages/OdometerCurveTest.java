package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The drawing of a vehicle's readings. */
class OdometerCurveTest {
  @Test
  void nothingIsDrawnWithoutReadings() {
    OdometerCurve curve = OdometerCurve.of(List.of(), List.of());
    assertThat(curve.isDrawn()).isFalse();
    assertThat(curve.getLine()).isEmpty();
    assertThat(curve.getDays()).isEmpty();
  }
}
