package tn.ecar.batch.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.garage.outbox.MailAddress;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.MessageCarrier;
import tn.ecar.garage.outbox.MessageDirectory;

/**
 * What takes the garage's messages to whom they are for, by the way they go. The environment is
 * read when it is first asked, once; what is wrong there is told then.
 */
@ApplicationScoped
public class Carriers {
  private final Map<Message.Channel, MessageCarrier> byChannel =
      new EnumMap<>(Message.Channel.class);
  private final List<MailAddress> staff;

  /** Those of the server's environment. */
  public Carriers() {
    this(System.getenv());
  }

  /**
   * @throws IllegalArgumentException which names the variable that is wrong, its value and the way
   *     out
   */
  Carriers(Map<String, String> environment) {
    Optional<MailSettings> mail = MailSettings.of(environment);
    mail.ifPresent(known -> byChannel.put(Message.Channel.MAIL, new MailCarrier(known)));
    staff =
        mail.map(MailSettings::staff)
            .orElse(MailAddress.list(environment.getOrDefault(MailSettings.TO, "")));
    Optional<MessageCarrier> directory =
        MessageDirectory.wanted(environment.get(MessageDirectory.VARIABLE));
    Optional<SmsSettings> gateway = SmsSettings.of(environment);
    if (directory.isPresent() && gateway.isPresent()) {
      throw new IllegalArgumentException(
          MessageDirectory.VARIABLE
              + " and "
              + SmsSettings.URL
              + " are both set, and a message goes one way: take one of them away.");
    }
    gateway
        .<MessageCarrier>map(SmsGateway::new)
        .or(() -> directory)
        .ifPresent(carrier -> byChannel.put(Message.Channel.SMS, carrier));
  }

  /** Returns the carriers there are; a channel without one waits. */
  public Map<Message.Channel, MessageCarrier> byChannel() {
    return Map.copyOf(byChannel);
  }

  /** Returns who gets reports and alerts; empty when nobody was named. */
  public List<MailAddress> staff() {
    return staff;
  }
}
