package tn.ecar.web.document;

import com.openhtmltopdf.bidi.BidiReorderer;
import com.openhtmltopdf.bidi.BidiSplitter;
import com.openhtmltopdf.bidi.BidiTextRun;
import java.text.Bidi;

/**
 * Right-to-left text for the renderer, by the JDK's own bidirectional algorithm and {@link
 * ArabicShaping}.
 */
final class RightToLeft implements BidiReorderer {
  @Override
  public String reorderRTLTextToLTR(String text) {
    StringBuilder mirrored = new StringBuilder(text.length());
    for (int i = text.length() - 1; i >= 0; i--) {
      mirrored.append(mirror(text.charAt(i)));
    }
    return mirrored.toString();
  }

  private static char mirror(char c) {
    return switch (c) {
      case '(' -> ')';
      case ')' -> '(';
      case '[' -> ']';
      case ']' -> '[';
      case '«' -> '»';
      case '»' -> '«';
      case '<' -> '>';
      case '>' -> '<';
      default -> c;
    };
  }

  @Override
  public String shapeText(String text) {
    return ArabicShaping.shape(text);
  }

  @Override
  public String deshapeText(String text) {
    return ArabicShaping.unshape(text);
  }

  @Override
  public boolean isLiveImplementation() {
    return true;
  }

  /** Cuts a paragraph into runs of one direction. One splitter serves one rendering. */
  static final class Splitter implements BidiSplitter {
    private Bidi paragraph;

    @Override
    public void setParagraph(String text, byte direction) {
      int base =
          switch (direction) {
            case RTL -> Bidi.DIRECTION_RIGHT_TO_LEFT;
            case LTR -> Bidi.DIRECTION_LEFT_TO_RIGHT;
            default -> Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT;
          };
      paragraph = new Bidi(text, base);
    }

    @Override
    public int countTextRuns() {
      return paragraph.getRunCount();
    }

    @Override
    public BidiTextRun getVisualRun(int index) {
      int start = paragraph.getRunStart(index);
      byte direction = paragraph.getRunLevel(index) % 2 == 0 ? LTR : RTL;
      return new BidiTextRun(start, paragraph.getRunLimit(index) - start, direction);
    }

    @Override
    public byte getBaseDirection(String text) {
      for (int i = 0; i < text.length(); i++) {
        switch (Character.getDirectionality(text.charAt(i))) {
          case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
            return LTR;
          }
          case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
              Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
            return RTL;
          }
          default -> {
            // Digits, spaces and punctuation have no direction of their own.
          }
        }
      }
      return NEUTRAL;
    }
  }
}
