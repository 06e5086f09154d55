package tn.ecar.garage.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A picture of a worn brake, drawn: nobody's car had to be photographed. */
final class DemoPhoto {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int CENTRE_X = 280;
  private static final int CENTRE_Y = 240;

  private DemoPhoto() {}

  /** Returns a brake disc with grooves and a pad that is worn thin, as PNG. */
  static byte[] wornBrake() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    try {
      canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      canvas.setColor(new Color(0x2b2d30));
      canvas.fillRect(0, 0, WIDTH, HEIGHT);
      disc(canvas, 200, new Color(0x9a9da1));
      canvas.setStroke(new BasicStroke(2));
      canvas.setColor(new Color(0x6d7075));
      for (int radius = 120; radius < 200; radius += 9) {
        canvas.drawOval(CENTRE_X - radius, CENTRE_Y - radius, 2 * radius, 2 * radius);
      }
      disc(canvas, 100, new Color(0x55585c));
      disc(canvas, 34, new Color(0x232527));
      caliper(canvas);
    } finally {
      canvas.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static void disc(Graphics2D canvas, int radius, Color colour) {
    canvas.setColor(colour);
    canvas.fillOval(CENTRE_X - radius, CENTRE_Y - radius, 2 * radius, 2 * radius);
  }

  private static void caliper(Graphics2D canvas) {
    canvas.setColor(new Color(0x7d2b25));
    canvas.fillRoundRect(400, 110, 130, 260, 40, 40);
    canvas.setColor(new Color(0x3d4044));
    canvas.fillRect(392, 150, 22, 180);
    // What is left of the lining, in the colour that warns.
    canvas.setColor(new Color(0xe0b03a));
    canvas.fillRect(386, 150, 6, 180);
  }
}
