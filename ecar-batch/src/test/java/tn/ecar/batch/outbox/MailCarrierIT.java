package tn.ecar.batch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.garage.outbox.CarrierDown;
import tn.ecar.garage.outbox.MailFile;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.TestMessages;

/** Sends mail over real sockets: to a server that takes it, and to some that do not. */
@Timeout(60)
class MailCarrierIT {
  private static final Message MAIL =
      TestMessages.mail("chef@garage.tn", "Journée du 4 mai", "Voir le fichier. وصل المال");

  private GreenMail server;

  @BeforeEach
  void start() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static MailCarrier carrier(int port, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "ECAR_MAIL_HOST", "127.0.0.1",
                "ECAR_MAIL_PORT", Integer.toString(port),
                "ECAR_MAIL_SECURITY", "none",
                "ECAR_MAIL_FROM", "garage@ecar.tn",
                "ECAR_MAIL_TIMEOUT", "2"));
    environment.putAll(more);
    return new MailCarrier(MailSettings.of(environment).orElseThrow());
  }

  private MailCarrier carrier() {
    return carrier(server.getSmtp().getPort(), Map.of());
  }

  @Test
  void aMailArrivesWithItsFileAndEveryLetter() throws Exception {
    byte[] pdf = "%PDF-1.7 not really".getBytes(StandardCharsets.UTF_8);

    carrier().carry(MAIL, List.of(new MailFile("day.pdf", "application/pdf", pdf)));

    MimeMessage got = server.getReceivedMessages()[0];
    assertThat(got.getSubject()).isEqualTo("Journée du 4 mai");
    assertThat(got.getFrom()[0]).hasToString("garage@ecar.tn");
    assertThat(got.getAllRecipients()[0]).hasToString("chef@garage.tn");
    MimeMultipart parts = (MimeMultipart) got.getContent();
    assertThat(parts.getBodyPart(0).getContent().toString().strip())
        .isEqualTo("Voir le fichier. وصل المال");
    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("day.pdf");
    assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(pdf);
  }

  @Test
  void theSameMailHasTheSameIdentityWhenItComesAgain() throws Exception {
    carrier().carry(MAIL, List.of());
    carrier().carry(MAIL, List.of());

    MimeMessage[] got = server.getReceivedMessages();
    assertThat(got[0].getMessageID()).isEqualTo(got[1].getMessageID()).contains("ecar-17-");
  }

  @Test
  void aPasswordThatTheServerRefusesIsNotInTheError() {
    server.setUser("garage@ecar.tn", "garage", "right");
    MailCarrier wrong =
        carrier(
            server.getSmtp().getPort(),
            Map.of("ECAR_MAIL_USER", "garage", "ECAR_MAIL_PASSWORD", "wrong-secret"));

    assertThatThrownBy(() -> wrong.carry(MAIL, List.of()))
        .isInstanceOf(CarrierDown.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageNotContaining("wrong-secret");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatAcceptsAndSaysNothingEndsInTheTimeout() throws Exception {
    try (TalkingServer silent = new TalkingServer((in, out) -> in.readLine())) {
      assertThatThrownBy(() -> carrier(silent.port(), Map.of()).carry(MAIL, List.of()))
          .isInstanceOf(CarrierDown.class);
    }
  }

  @Test
  void aServerThatDripsIsCutOffAtTheLimitForTheWholeMail() throws Exception {
    try (TalkingServer dripping =
        new TalkingServer(
            (in, out) -> {
              // Each byte comes before a read could time out, and the greeting never ends.
              for (; ; ) {
                out.write('2');
                out.flush();
                Thread.onSpinWait();
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
              }
            })) {
      assertThatThrownBy(() -> carrier(dripping.port(), Map.of()).carry(MAIL, List.of()))
          .isInstanceOf(CarrierDown.class)
          .hasMessageContaining("was not done within 2 s");
    }
  }

  @Test
  void aMailboxThatTheServerDoesNotTakeIsTheMailsOwnFault() throws Exception {
    try (TalkingServer refusing =
        new TalkingServer(
            (in, out) -> {
              say(out, "220 mail");
              for (String line = in.readLine(); line != null; line = in.readLine()) {
                say(out, line.startsWith("RCPT") ? "550 no such mailbox" : "250 ok");
              }
            })) {
      assertThatThrownBy(() -> carrier(refusing.port(), Map.of()).carry(MAIL, List.of()))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(CarrierDown.class)
          .hasMessageContaining("550 no such mailbox");
    }
  }

  @Test
  void aServerWithoutTlsGetsNothingWhereTlsIsAskedFor() {
    MailCarrier strict =
        carrier(server.getSmtp().getPort(), Map.of("ECAR_MAIL_SECURITY", "starttls"));

    assertThatThrownBy(() -> strict.carry(MAIL, List.of())).isInstanceOf(CarrierDown.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void nobodyListens() {
    int port = server.getSmtp().getPort();
    server.stop();

    assertThatThrownBy(() -> carrier(port, Map.of()).carry(MAIL, List.of()))
        .isInstanceOf(CarrierDown.class);
  }

  private static void say(java.io.OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
