package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.upkeep.IntervalData;
import tn.ecar.garage.upkeep.Intervals;
import tn.ecar.garage.upkeep.ServiceInterval;

/** A service interval that a double click removes or adds twice. */
class IntervalsPageTest {
  private final AskedPage asked = new AskedPage(Map.of());
  private final List<String> told = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Wording wording =
      new Wording() {
        @Override
        public void tell(String key, Object... values) {
          told.add(key);
        }
      };
  private final Intervals intervals =
      new Intervals() {
        @Override
        public ServiceInterval add(IntervalData data) {
          done.add("added");
          return null;
        }

        @Override
        public List<ServiceInterval> all() {
          return List.of();
        }

        @Override
        public ServiceInterval find(long id) {
          return new ServiceInterval() {};
        }

        @Override
        public ServiceInterval change(long id, Integer version, IntervalData data) {
          throw new NotFound("interval", id);
        }

        @Override
        public void remove(long id) {
          if (done.contains("removed")) {
            throw new NotFound("interval", id);
          }
          done.add("removed");
        }
      };

  @AfterEach
  void leave() {
    asked.close();
  }

  private IntervalsPage page() {
    return new IntervalsPage(intervals, new Refusals(wording, null), wording);
  }

  @Test
  void removingTwiceEndedInAnErrorPage() throws Exception {
    IntervalsPage page = page();
    page.setId(7L);

    assertThat(page.remove()).startsWith("intervals");
    assertThat(page.remove()).startsWith("intervals");

    assertThat(done).containsExactly("removed");
    assertThat(told).containsExactly("saved", "sent.twice");
  }

  @Test
  void savingTwiceAddedASecondOne() throws Exception {
    IntervalsPage page = page();

    assertThat(page.save()).startsWith("intervals");
    assertThat(page.save()).startsWith("intervals");

    assertThat(done).containsExactly("added");
  }

  @Test
  void savingWhatSomebodyElseHadRemovedEndedInAnErrorPage() throws Exception {
    IntervalsPage page = page();
    page.setId(7L);
    page.begin();

    assertThat(page.save()).isNull();

    assertThat(asked.missing()).contains("interval");
    assertThat(told).isEmpty();
  }
}
