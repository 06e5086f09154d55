package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.timeclock.TimeClock;
import tn.ecar.garage.timeclock.TimeEntry;

/** The page that puts a stretch of work right. */
class TimePageTest {
  private static final Instant BEGAN = Instant.parse("2026-05-04T08:15:30Z");

  private final AskedPage asked = new AskedPage(Map.of());
  private final List<Instant> corrected = new ArrayList<>();
  private final TimeClock clock =
      new TimeClock() {
        @Override
        public TimeEntry find(long id) {
          return new TimeEntry() {
            @Override
            public Instant getStartedAt() {
              return BEGAN;
            }

            @Override
            public Long getOrderId() {
              return 1L;
            }

            @Override
            public Long getTechnicianId() {
              return 2L;
            }
          };
        }

        @Override
        public TimeEntry correct(
            long id, Integer version, Instant startedAt, Instant stoppedAt, String reason) {
          corrected.add(startedAt);
          corrected.add(stoppedAt);
          return null;
        }
      };
  private final Wording wording =
      new Wording() {
        @Override
        public void tell(String key, Object... values) {
          // Nobody reads it here.
        }
      };

  @AfterEach
  void leave() {
    asked.close();
  }

  private TimePage forgotten() throws Exception {
    WorkOrders orders =
        new WorkOrders() {
          @Override
          public WorkOrder find(long id) {
            return new WorkOrder() {};
          }
        };
    StaffAccounts accounts =
        new StaffAccounts() {
          @Override
          public StaffAccount find(long id) {
            return new StaffAccount() {};
          }
        };
    TimePage page = new TimePage(clock, orders, accounts, new Refusals(wording, null), wording);
    page.setId(7L);
    page.begin();
    return page;
  }

  @Test
  void aForgottenClockReachedIntoTheStretchThatEndedInTheMinuteItBegan() throws Exception {
    TimePage page = forgotten();
    Instant stop = Instant.parse("2026-05-04T10:00:00Z");
    // As the input shows it.
    page.getIn().put("startedAt", Instant.parse("2026-05-04T08:15:00Z"));
    page.getIn().put("stoppedAt", stop);

    page.correct();

    assertThat(corrected).containsExactly(BEGAN, stop);
  }

  @Test
  void aStretchThatWasBegunByMistakeCouldNotBeMadeEmpty() throws Exception {
    TimePage page = forgotten();
    Instant shown = Instant.parse("2026-05-04T08:15:00Z");
    page.getIn().put("startedAt", shown);
    page.getIn().put("stoppedAt", shown);

    page.correct();

    assertThat(corrected).containsExactly(BEGAN, BEGAN);
  }

  @Test
  void aBeginThatIsTypedAnewIsTaken() throws Exception {
    TimePage page = forgotten();
    Instant earlier = Instant.parse("2026-05-04T08:00:00Z");
    page.getIn().put("startedAt", earlier);
    page.getIn().put("stoppedAt", BEGAN);

    page.correct();

    assertThat(corrected).containsExactly(earlier, BEGAN);
  }
}
