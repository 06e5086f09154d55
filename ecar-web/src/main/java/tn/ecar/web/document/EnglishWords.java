package tn.ecar.web.document;

import tn.ecar.garage.money.Money;

/** An amount in English words: {@code one hundred and twenty dinars and five hundred millimes}. */
final class EnglishWords {
  private static final String[] UNITS = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
  };
  private static final String[] TENS = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
  };
  private static final int MILLIMES = 1000;

  private EnglishWords() {}

  /**
   * Returns the amount in words.
   *
   * @param amount 0 or more, below one billion dinars
   */
  static String of(Money amount) {
    int dinars = (int) (amount.millimes() / MILLIMES);
    int millimes = (int) (amount.millimes() % MILLIMES);
    String words = number(dinars) + (dinars == 1 ? " dinar" : " dinars");
    return millimes == 0
        ? words
        : words + " and " + number(millimes) + (millimes == 1 ? " millime" : " millimes");
  }

  private static String number(int n) {
    if (n < UNITS.length) {
      return UNITS[n];
    }
    if (n < 100) {
      return TENS[n / 10] + (n % 10 == 0 ? "" : "-" + UNITS[n % 10]);
    }
    if (n < 1000) {
      return UNITS[n / 100] + " hundred" + (n % 100 == 0 ? "" : " and " + number(n % 100));
    }
    int power = n < 1_000_000 ? 1000 : 1_000_000;
    int rest = n % power;
    String head = number(n / power) + (power == 1000 ? " thousand" : " million");
    return rest == 0 ? head : head + (rest < 100 ? " and " : " ") + number(rest);
  }
}
