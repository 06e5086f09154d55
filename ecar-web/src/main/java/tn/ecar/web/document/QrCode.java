package tn.ecar.web.document;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** A QR code as a picture inside the page. */
final class QrCode {
  private static final int BLACK = 0x000000;
  private static final int WHITE = 0xFFFFFF;
  private static final int PIXELS = 260;

  private QrCode() {}

  /** Returns the data address of a PNG that says this text. */
  static String of(String text) {
    try {
      BitMatrix dots =
          new QRCodeWriter()
              .encode(
                  text,
                  BarcodeFormat.QR_CODE,
                  PIXELS,
                  PIXELS,
                  Map.of(
                      EncodeHintType.ERROR_CORRECTION,
                      ErrorCorrectionLevel.M,
                      EncodeHintType.CHARACTER_SET,
                      "UTF-8",
                      EncodeHintType.MARGIN,
                      1));
      int side = dots.getWidth();
      BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          picture.setRGB(x, y, dots.get(x, y) ? BLACK : WHITE);
        }
      }
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(picture, "png", png);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    } catch (WriterException e) {
      throw new IllegalArgumentException("This is too long for a QR code: " + text.length(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("The QR code cannot be drawn.", e);
    }
  }
}
