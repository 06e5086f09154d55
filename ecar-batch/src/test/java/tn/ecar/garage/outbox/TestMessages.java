package tn.ecar.garage.outbox;

import java.lang.reflect.Field;
import java.time.Instant;

/** Messages as the outbox hands them to a carrier, without a database. */
public final class TestMessages {
  private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");

  private TestMessages() {}

  /** A mail with the identity 17. */
  public static Message mail(String to, String subject, String text) {
    Message message =
        new Message(
            "report/17",
            Message.Kind.REPORT,
            new MailAddress(to),
            subject,
            text,
            NOW,
            NOW.plusSeconds(60));
    set(message, "id", 17L);
    return message;
  }

  /** A message to a phone with the identity 17. */
  public static Message sms(String to, String text) {
    Message message = new Message();
    set(message, "id", 17L);
    set(message, "key", "ready/17");
    set(message, "channel", Message.Channel.SMS);
    set(message, "recipient", to);
    set(message, "body", text);
    return message;
  }

  private static void set(Message message, String name, Object value) {
    try {
      Field field = Message.class.getDeclaredField(name);
      field.setAccessible(true);
      field.set(message, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
