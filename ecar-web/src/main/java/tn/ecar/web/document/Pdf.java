package tn.ecar.web.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Renders a page as a PDF with the application's own fonts inside; loads nothing from outside. */
final class Pdf {
  private static final String FONT = "ECAR Sans";
  private static final int BOLD = 700;
  private static final int NORMAL = 400;

  private Pdf() {}

  /**
   * Returns the document's bytes.
   *
   * @param name what it is, for the error's sentence
   * @param html a well-formed page
   */
  static byte[] of(String name, String html) {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    try {
      new PdfRendererBuilder()
          .withHtmlContent(html, null)
          .useFont(() -> font("DejaVuSans.ttf"), FONT, NORMAL, FontStyle.NORMAL, true)
          .useFont(() -> font("DejaVuSans-Bold.ttf"), FONT, BOLD, FontStyle.NORMAL, true)
          .useUnicodeBidiSplitter(RightToLeft.Splitter::new)
          .useUnicodeBidiReorderer(new RightToLeft())
          .withProducer("ECAR")
          .toStream(pdf)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be printed.", e);
    }
    return pdf.toByteArray();
  }

  private static InputStream font(String name) {
    return Objects.requireNonNull(
        Pdf.class.getResourceAsStream(name),
        () -> "The font " + name + " is missing from the application.");
  }
}
