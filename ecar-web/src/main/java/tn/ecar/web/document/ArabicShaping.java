package tn.ecar.web.document;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives Arabic letters the form they take between their neighbours. A PDF shows the glyphs it is
 * told and joins nothing by itself, so each letter is replaced by its presentation form (Unicode
 * block Arabic Presentation Forms-B), and lam with alef by their ligature. The table is read from
 * the JDK's own Unicode data: the name of each presentation form tells its position, its
 * compatibility decomposition the letter.
 */
final class ArabicShaping {
  private static final int FIRST_FORM = 0xFE80;
  private static final int LAST_FORM = 0xFEFC;
  private static final String[] POSITIONS = {"ISOLATED", "FINAL", "INITIAL", "MEDIAL"};
  private static final int ISOLATED = 0;
  private static final int FINAL = 1;
  private static final int INITIAL = 2;
  private static final int MEDIAL = 3;

  /** Letter or ligature to its four forms; 0 where it has none. */
  private static final Map<String, char[]> FORMS = forms();

  /** Presentation form to its letters. */
  private static final Map<Character, String> LETTERS = letters();

  private ArabicShaping() {}

  private static Map<String, char[]> forms() {
    Map<String, char[]> forms = new HashMap<>();
    for (char form = FIRST_FORM; form <= LAST_FORM; form++) {
      String name = Character.getName(form);
      if (name == null || !name.endsWith(" FORM")) {
        continue;
      }
      String letters = Normalizer.normalize(Character.toString(form), Normalizer.Form.NFKC);
      for (int position = 0; position < POSITIONS.length; position++) {
        if (name.endsWith(POSITIONS[position] + " FORM")) {
          forms.computeIfAbsent(letters, unused -> new char[POSITIONS.length])[position] = form;
        }
      }
    }
    return forms;
  }

  private static Map<Character, String> letters() {
    Map<Character, String> letters = new HashMap<>();
    FORMS.forEach(
        (base, forms) -> {
          for (char form : forms) {
            letters.put(form, base);
          }
        });
    return letters;
  }

  /**
   * Returns the text with each Arabic letter in its form, in logical order; other characters stay.
   */
  static String shape(String text) {
    StringBuilder shaped = new StringBuilder(text.length());
    int i = 0;
    boolean joined = false;
    while (i < text.length()) {
      String letter = letterAt(text, i);
      char[] forms = FORMS.get(letter);
      if (forms == null) {
        shaped.append(text.charAt(i));
        joined = joined && isMark(text.charAt(i));
        i++;
        continue;
      }
      i += letter.length();
      boolean joinsNext = forms[INITIAL] != 0 && nextJoins(text, i);
      shaped.append(form(forms, joined && forms[FINAL] != 0, joinsNext));
      joined = joinsNext;
    }
    return shaped.toString();
  }

  /** Returns the text with letters instead of presentation forms. */
  static String unshape(String text) {
    StringBuilder letters = new StringBuilder(text.length());
    text.chars()
        .mapToObj(c -> (char) c)
        .forEach(c -> letters.append(LETTERS.getOrDefault(c, Character.toString(c))));
    return letters.toString();
  }

  private static String letterAt(String text, int i) {
    if (i + 1 < text.length()) {
      String two = text.substring(i, i + 2);
      if (FORMS.containsKey(two)) {
        return two;
      }
    }
    return text.substring(i, i + 1);
  }

  private static char form(char[] forms, boolean joinedBefore, boolean joinedAfter) {
    if (joinedAfter) {
      return joinedBefore && forms[MEDIAL] != 0 ? forms[MEDIAL] : forms[INITIAL];
    }
    return joinedBefore ? forms[FINAL] : forms[ISOLATED];
  }

  /** Marks such as shadda stand above a letter and do not part it from the next one. */
  private static boolean nextJoins(String text, int from) {
    int i = from;
    while (i < text.length() && isMark(text.charAt(i))) {
      i++;
    }
    if (i >= text.length()) {
      return false;
    }
    char[] next = FORMS.get(text.substring(i, i + 1));
    return next != null && next[FINAL] != 0;
  }

  private static boolean isMark(char c) {
    return Character.getType(c) == Character.NON_SPACING_MARK;
  }
}
