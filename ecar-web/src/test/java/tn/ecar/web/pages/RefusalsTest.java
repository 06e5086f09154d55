package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.ChangedMeanwhile;

/** What somebody is told whose page is older than what they decide on. */
class RefusalsTest {
  private final AskedPage asked = new AskedPage(Map.of());
  private final Wording wording =
      new Wording() {
        @Override
        public String of(String key, Object... values) {
          return key;
        }
      };

  @AfterEach
  void leave() {
    asked.close();
  }

  @Test
  void whoAgreedToLinesThatHadChangedWasToldThatADashIsStored() {
    List<String> read = new ArrayList<>();

    boolean done =
        new Refusals(wording, null)
            .attempt(
                "advance",
                () -> {
                  throw new ChangedMeanwhile("order", "OT-000001");
                },
                () -> read.add("anew"));

    assertThat(done).isFalse();
    assertThat(read).containsExactly("anew");
    assertThat(asked.messages()).containsExactly("refused.changed");
  }
}
