package tn.ecar.web.document;

import tn.ecar.garage.money.Money;

/**
 * An amount in French words, as an invoice must close: {@code cent vingt dinars et cinq cents
 * millimes}.
 */
final class FrenchWords {
  private static final String[] UNITS = {
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf"
  };
  private static final String[] TENS = {
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt"
  };
  private static final int MILLIMES = 1000;

  private FrenchWords() {}

  /**
   * Returns the amount in words.
   *
   * @param amount 0 or more, below one billion dinars
   */
  static String of(Money amount) {
    long dinars = amount.millimes() / MILLIMES;
    int millimes = (int) (amount.millimes() % MILLIMES);
    // "Un million de dinars", but "un million cent dinars".
    String of =
        dinars >= 1_000_000 && dinars % 1_000_000 == 0
            ? " de dinars"
            : dinars > 1 ? " dinars" : " dinar";
    String words = number(dinars) + of;
    return millimes == 0
        ? words
        : words + " et " + number(millimes) + (millimes > 1 ? " millimes" : " millime");
  }

  private static String number(long n) {
    if (n < MILLIMES) {
      return belowThousand((int) n, true);
    }
    if (n < 1_000_000) {
      int thousands = (int) (n / MILLIMES);
      // Mille never takes an s, and cent and vingt lose theirs before it.
      return join(
          thousands == 1 ? "mille" : belowThousand(thousands, false) + " mille", n % MILLIMES);
    }
    int millions = (int) (n / 1_000_000);
    return join(
        belowThousand(millions, true) + (millions > 1 ? " millions" : " million"), n % 1_000_000);
  }

  private static String join(String head, long rest) {
    return rest == 0 ? head : head + " " + number(rest);
  }

  private static String belowThousand(int n, boolean last) {
    int hundreds = n / 100;
    int rest = n % 100;
    if (hundreds == 0) {
      return belowHundred(rest, last);
    }
    String head = hundreds == 1 ? "cent" : UNITS[hundreds] + " cent";
    if (rest == 0) {
      return hundreds > 1 && last ? head + "s" : head;
    }
    return head + " " + belowHundred(rest, last);
  }

  private static String belowHundred(int n, boolean last) {
    if (n < UNITS.length) {
      return UNITS[n];
    }
    int tens = n / 10;
    // Seventy and ninety count on from sixty and eighty: soixante-dix, quatre-vingt-onze.
    int rest = tens == 7 || tens == 9 ? n % 10 + 10 : n % 10;
    if (rest == 0) {
      return tens == 8 && last ? TENS[tens] + "s" : TENS[tens];
    }
    boolean et = (rest == 1 || rest == 11) && tens < 8;
    return TENS[tens] + (et ? " et " : "-") + UNITS[rest];
  }
}
