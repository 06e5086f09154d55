package tn.ecar.batch.outbox;

import jakarta.activation.DataHandler;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Future;
import tn.ecar.garage.outbox.CarrierDown;
import tn.ecar.garage.outbox.MailFile;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.MessageCarrier;

/**
 * Carries mail over SMTP by Jakarta Mail, a connection for each. A server that is silent ends in
 * the socket's timeouts; one that goes on with a byte now and then, and so never runs into them, is
 * cut off at the limit for the whole mail.
 *
 * <p>A mail that comes again after it was not known whether it had arrived has the same {@code
 * Message-ID}, by which mailboxes show it once.
 */
final class MailCarrier implements MessageCarrier {
  private final MailSettings settings;

  MailCarrier(MailSettings settings) {
    this.settings = settings;
  }

  @Override
  public void carry(Message message, List<MailFile> files) throws IOException {
    WatchedSockets sockets = new WatchedSockets();
    Session session = session(sockets);
    Future<?> limit = sockets.closeAfter(settings.limit());
    try {
      MimeMessage mail = mail(session, message, files);
      try (Transport transport = session.getTransport()) {
        transport.connect();
        transport.sendMessage(mail, mail.getAllRecipients());
      }
    } catch (SendFailedException e) {
      // The server spoke: it is this mail that it does not take.
      throw new IOException(said(e), e);
    } catch (MessagingException e) {
      throw new CarrierDown(
          sockets.closed()
              ? settings + " was not done within " + settings.limit().toSeconds() + " s."
              : settings + ": " + said(e),
          e);
    } finally {
      limit.cancel(false);
    }
  }

  private MimeMessage mail(Session session, Message message, List<MailFile> files)
      throws MessagingException {
    MimeMessage mail = new Identified(session, message, settings.from().value());
    mail.setFrom(new InternetAddress(settings.from().value()));
    mail.setRecipient(
        jakarta.mail.Message.RecipientType.TO, new InternetAddress(message.getRecipient()));
    mail.setSubject(message.getSubject(), "UTF-8");
    mail.setSentDate(Date.from(message.getWrittenAt()));
    if (files.isEmpty()) {
      mail.setText(message.getBody(), "UTF-8");
      return mail;
    }
    MimeBodyPart text = new MimeBodyPart();
    text.setText(message.getBody(), "UTF-8");
    MimeMultipart parts = new MimeMultipart(text);
    for (MailFile file : files) {
      MimeBodyPart part = new MimeBodyPart();
      part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.data(), file.mediaType())));
      part.setFileName(file.name());
      part.setDisposition(MimeBodyPart.ATTACHMENT);
      parts.addBodyPart(part);
    }
    mail.setContent(parts);
    return mail;
  }

  private Session session(WatchedSockets sockets) {
    String millis = Long.toString(settings.limit().toMillis());
    Properties p = new Properties();
    p.setProperty("mail.transport.protocol", "smtp");
    p.setProperty("mail.smtp.host", settings.host());
    p.setProperty("mail.smtp.port", Integer.toString(settings.port()));
    p.setProperty("mail.smtp.connectiontimeout", millis);
    p.setProperty("mail.smtp.timeout", millis);
    p.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    p.put("mail.smtp.socketFactory", sockets);
    p.setProperty("mail.smtp.socketFactory.fallback", "false");
    switch (settings.security()) {
      case STARTTLS -> {
        p.setProperty("mail.smtp.starttls.enable", "true");
        p.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> p.setProperty("mail.smtp.ssl.enable", "true");
      case NONE -> p.setProperty("mail.smtp.starttls.enable", "false");
    }
    if (settings.user().isEmpty()) {
      return Session.getInstance(p);
    }
    p.setProperty("mail.smtp.auth", "true");
    return Session.getInstance(
        p,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(settings.user(), settings.password());
          }
        });
  }

  private static String said(MessagingException e) {
    StringBuilder said = new StringBuilder(String.valueOf(e.getMessage()).strip());
    for (Exception next = e.getNextException();
        next != null;
        next = next instanceof MessagingException more ? more.getNextException() : null) {
      said.append("; ").append(String.valueOf(next.getMessage()).strip());
    }
    return said.toString();
  }

  /** A mail whose identity is its message's. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, Message message, String from) {
      super(session);
      this.id =
          String.format(
              Locale.ROOT,
              "<ecar-%d-%d@%s>",
              message.getId(),
              message.getWrittenAt().toEpochMilli(),
              from.substring(from.indexOf('@') + 1));
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
