package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.part.CountRow;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockCounts;

/** The sheet ended after a hundred parts and did not say so. */
class CountPageTest {
  private final List<PageRequest> asked = new ArrayList<>();
  private final Parts parts =
      new Parts() {
        @Override
        public Page<PartRow> search(String text, PageRequest page) {
          asked.add(page);
          return new Page<>(List.of(), 250, page.first(), page.size());
        }
      };
  private final StockCounts counts =
      new StockCounts() {
        @Override
        public Page<CountRow> page(PageRequest page) {
          return new Page<>(List.of(), 0, 0, page.size());
        }
      };

  private CountPage sheet(String number) {
    CountPage sheet = new CountPage(parts, counts, null, null);
    sheet.setText("huile 5W");
    sheet.setAsked(number);
    sheet.begin();
    return sheet;
  }

  @Test
  void aSheetOfMoreThanAHundredPartsGoesOnOnTheNextPage() {
    CountPage second = sheet("2");
    assertThat(asked).extracting(PageRequest::first).containsExactly(100);
    assertThat(second.getTotal()).isEqualTo(250);
    assertThat(second.getFrom()).isEqualTo(101);
    assertThat(second.getNumbers()).containsExactly(1, 2, 3);
    assertThat(second.at(3)).isEqualTo("count.xhtml?q=huile+5W&page=3");
  }

  @Test
  void anAddressThatSomebodyWroteByHandBeginsAtTheFirstPage() {
    assertThat(sheet("-1").getNumber()).isEqualTo(1);
    assertThat(sheet("x").getNumber()).isEqualTo(1);
    assertThat(sheet(null).getNumber()).isEqualTo(1);
  }
}
