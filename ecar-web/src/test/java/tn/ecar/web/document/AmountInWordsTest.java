package tn.ecar.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.garage.money.Money;

class AmountInWordsTest {
  @ParameterizedTest
  @CsvSource({
    "0.000, zéro dinar",
    "1.000, un dinar",
    "120.000, cent vingt dinars",
    "121.190, cent vingt et un dinars et cent quatre-vingt-dix millimes",
    "21.001, vingt et un dinars et un millime",
    "71.000, soixante et onze dinars",
    "80.000, quatre-vingts dinars",
    "81.000, quatre-vingt-un dinars",
    "91.500, quatre-vingt-onze dinars et cinq cents millimes",
    "200.000, deux cents dinars",
    "203.000, deux cent trois dinars",
    "1000.000, mille dinars",
    "1980.000, mille neuf cent quatre-vingts dinars",
    "80000.000, quatre-vingt mille dinars",
    "200000.000, deux cent mille dinars",
    "1000000.000, un million de dinars",
    "2000300.000, deux millions trois cents dinars"
  })
  void spellsAsFrenchDoes(String amount, String words) {
    assertThat(AmountInWords.french(Money.of(amount))).isEqualTo(words);
  }
}
