package tn.ecar.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.garage.money.Money;

class AmountInWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.000|zéro dinar",
        "121.190|cent vingt et un dinars et cent quatre-vingt-dix millimes",
        "21.001|vingt et un dinars et un millime",
        "91.500|quatre-vingt-onze dinars et cinq cents millimes",
        "200.000|deux cents dinars",
        "203.000|deux cent trois dinars",
        "1980.000|mille neuf cent quatre-vingts dinars",
        "80000.000|quatre-vingt mille dinars",
        "200000.000|deux cent mille dinars",
        "1000000.000|un million de dinars",
        "2000300.000|deux millions trois cents dinars",
        "1.000|un dinar",
        "1.001|un dinar et un millime",
        "21.000|vingt et un dinars",
        "71.000|soixante et onze dinars",
        "80.000|quatre-vingts dinars",
        "81.000|quatre-vingt-un dinars",
        "99.999|quatre-vingt-dix-neuf dinars et neuf cent quatre-vingt-dix-neuf millimes",
        "120.000|cent vingt dinars",
        "200.500|deux cents dinars et cinq cents millimes",
        "280000.000|deux cent quatre-vingt mille dinars",
        "1000.000|mille dinars",
        "2000000.000|deux millions de dinars",
        "1234567.891|un million deux cent trente-quatre mille cinq cent soixante-sept dinars et"
            + " huit cent quatre-vingt-onze millimes",
      })
  void spellsAsFrenchDoes(String amount, String words) {
    assertThat(FrenchWords.of(Money.of(amount))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.000|صفر دينار",
        "1.000|دينار واحد",
        "2.000|ديناران",
        "3.001|ثلاثة دنانير ومليم واحد",
        "10.002|عشرة دنانير ومليمان",
        "11.000|أحد عشر دينارا",
        "12.010|اثنا عشر دينارا وعشرة مليمات",
        "21.000|واحد وعشرون دينارا",
        "100.000|مائة دينار",
        "101.000|مائة ودينار واحد",
        "103.000|مائة وثلاثة دنانير",
        "120.500|مائة وعشرون دينارا وخمسمائة مليم",
        "121.190|مائة وواحد وعشرون دينارا ومائة وتسعون مليما",
        "200.000|مائتا دينار",
        "250.000|مائتان وخمسون دينارا",
        "1000.000|ألف دينار",
        "2000.000|ألفا دينار",
        "3000.000|ثلاثة آلاف دينار",
        "11000.000|أحد عشر ألف دينار",
        "12345.678|اثنا عشر ألفا وثلاثمائة وخمسة وأربعون دينارا وستمائة وثمانية وسبعون مليما",
        "200000.000|مائتا ألف دينار",
        "1000000.000|مليون دينار",
        "0.750|سبعمائة وخمسون مليما",
      })
  void writesArabic(String amount, String words) {
    assertThat(ArabicWords.of(Money.of(amount))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.000|zero dinars",
        "1.001|one dinar and one millime",
        "21.000|twenty-one dinars",
        "120.500|one hundred and twenty dinars and five hundred millimes",
        "1001.000|one thousand and one dinars",
        "1234567.000|one million two hundred and thirty-four thousand five hundred and sixty-seven"
            + " dinars",
      })
  void writesEnglish(String amount, String words) {
    assertThat(EnglishWords.of(Money.of(amount))).isEqualTo(words);
  }

  @Test
  void noTwoAmountsReadAlikeInAnyLanguage() {
    for (DocumentLanguage language : DocumentLanguage.values()) {
      Set<String> seen = new HashSet<>();
      for (int dinars = 0; dinars < 13_000; dinars++) {
        assertThat(seen.add(language.inWords(Money.of(dinars + ".000"))))
            .as("%s %d", language, dinars)
            .isTrue();
      }
    }
  }
}
