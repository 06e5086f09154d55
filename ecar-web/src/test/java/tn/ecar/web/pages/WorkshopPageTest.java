package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.appointment.WorkshopCalendar;

/** An absence that a double click takes back twice. */
class WorkshopPageTest {
  private final AskedPage asked = new AskedPage(Map.of());
  private final List<Long> back = new ArrayList<>();
  private final Wording wording =
      new Wording() {
        @Override
        public void tell(String key, Object... values) {}
      };
  private final WorkshopCalendar calendar =
      new WorkshopCalendar() {
        @Override
        public void back(long id) {
          if (back.contains(id)) {
            throw new NotFound("absence", id);
          }
          back.add(id);
        }
      };

  @AfterEach
  void leave() {
    asked.close();
  }

  @Test
  void takingAnAbsenceBackTwiceEndedInAnErrorPage() {
    WorkshopPage page =
        new WorkshopPage(null, calendar, null, new Refusals(wording, null), wording, null);

    assertThat(page.takeBack(7)).startsWith("workshop");
    assertThat(page.takeBack(7)).startsWith("workshop");

    assertThat(back).containsExactly(7L);
  }
}
