package tn.ecar.web.document;

import tn.ecar.garage.money.Money;

/**
 * An amount in Arabic words: {@code مائة وعشرون دينارا وخمسمائة مليم}. What is counted takes its
 * number from the last two digits: one and two are said by the noun itself, three to ten take the
 * plural, eleven to ninety-nine the accusative singular, whole hundreds the singular. Both nouns
 * are masculine, so three to ten take the feminine ending.
 */
final class ArabicWords {
  private static final String[] UNITS = {
    "صفر",
    "واحد",
    "اثنان",
    "ثلاثة",
    "أربعة",
    "خمسة",
    "ستة",
    "سبعة",
    "ثمانية",
    "تسعة",
    "عشرة",
    "أحد عشر",
    "اثنا عشر",
    "ثلاثة عشر",
    "أربعة عشر",
    "خمسة عشر",
    "ستة عشر",
    "سبعة عشر",
    "ثمانية عشر",
    "تسعة عشر"
  };
  private static final String[] TENS = {
    "", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"
  };
  private static final String[] HUNDREDS = {
    "",
    "مائة",
    "مائتان",
    "ثلاثمائة",
    "أربعمائة",
    "خمسمائة",
    "ستمائة",
    "سبعمائة",
    "ثمانمائة",
    "تسعمائة"
  };
  private static final Noun DINAR = new Noun("دينار", "دينار واحد", "ديناران", "دنانير", "دينارا");
  private static final Noun MILLIME = new Noun("مليم", "مليم واحد", "مليمان", "مليمات", "مليما");
  private static final Noun THOUSAND = new Noun("ألف", "ألف", "ألفان", "آلاف", "ألفا");
  private static final Noun MILLION = new Noun("مليون", "مليون", "مليونان", "ملايين", "مليونا");
  private static final int MILLIMES = 1000;
  private static final String AND = " و";

  /**
   * A noun in the forms that counting asks for.
   *
   * @param single after whole hundreds, thousands and millions
   * @param one one of it
   * @param two two of it
   * @param few after three to ten
   * @param many after eleven to ninety-nine
   */
  private record Noun(String single, String one, String two, String few, String many) {}

  private ArabicWords() {}

  /**
   * Returns the amount in words.
   *
   * @param amount 0 or more, below one billion dinars
   */
  static String of(Money amount) {
    int dinars = (int) (amount.millimes() / MILLIMES);
    int millimes = (int) (amount.millimes() % MILLIMES);
    if (dinars == 0 && millimes > 0) {
      return counted(millimes, MILLIME);
    }
    return counted(dinars, DINAR) + (millimes == 0 ? "" : AND + counted(millimes, MILLIME));
  }

  private static String counted(int n, Noun noun) {
    if (n == 0) {
      return UNITS[0] + " " + noun.single;
    }
    int small = n % 100;
    int round = n - small;
    return switch (small) {
      case 0 -> construct(n) + " " + noun.single;
      case 1 -> before(round) + noun.one;
      case 2 -> before(round) + noun.two;
      default -> before(round) + belowHundred(small) + " " + (small <= 10 ? noun.few : noun.many);
    };
  }

  private static String before(int round) {
    return round == 0 ? "" : number(round) + AND;
  }

  /** The dual loses its last letter before the noun it counts: مائتا دينار, ألفا دينار. */
  private static String construct(int round) {
    String number = number(round);
    return number.endsWith("تان") || number.endsWith("فان") || number.endsWith("ونان")
        ? number.substring(0, number.length() - 1)
        : number.endsWith("ألفا") || number.endsWith("مليونا")
            ? number.substring(0, number.length() - 1)
            : number;
  }

  private static String number(int n) {
    int millions = n / 1_000_000;
    int thousands = n / 1000 % 1000;
    int rest = n % 1000;
    StringBuilder words = new StringBuilder();
    join(words, millions == 0 ? "" : counted(millions, MILLION));
    join(words, thousands == 0 ? "" : counted(thousands, THOUSAND));
    join(words, HUNDREDS[rest / 100]);
    join(words, rest % 100 == 0 ? "" : belowHundred(rest % 100));
    return words.toString();
  }

  private static void join(StringBuilder words, String more) {
    if (!more.isEmpty()) {
      words.append(words.length() == 0 ? "" : AND).append(more);
    }
  }

  private static String belowHundred(int n) {
    if (n < UNITS.length) {
      return UNITS[n];
    }
    return n % 10 == 0 ? TENS[n / 10] : UNITS[n % 10] + AND + TENS[n / 10];
  }
}
