package tn.ecar.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArabicShapingTest {
  @Test
  void joinsLettersByTheirNeighbours() {
    // Teh initial, waw final, noon initial, seen final: waw joins only the letter before it.
    assertThat(ArabicShaping.shape("تونس")).isEqualTo("\uFE97\uFEEE\uFEE7\uFEB2");
  }

  @Test
  void writesLamAlefAsOneLigature() {
    assertThat(ArabicShaping.shape("لا")).isEqualTo("\uFEFB");
    assertThat(ArabicShaping.shape("سلام")).isEqualTo("\uFEB3\uFEFC\uFEE1");
  }

  @Test
  void leavesOtherTextAlone() {
    assertThat(ArabicShaping.shape("Pêche 123 – é")).isEqualTo("Pêche 123 – é");
  }

  @Test
  void isUndone() {
    assertThat(ArabicShaping.unshape(ArabicShaping.shape("شركة الأمل للسيارات")))
        .isEqualTo("شركة الأمل للسيارات");
  }
}
