package tn.ecar.batch.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import tn.ecar.batch.PoolAlert;
import tn.ecar.garage.outbox.MailAddress;
import tn.ecar.garage.outbox.MailFile;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.Outbox;

/**
 * Tells the staff what a job found, by the outbox: it is written in the running transaction, and
 * sent afterwards. Who that is says {@code ECAR_MAIL_TO}.
 */
@ApplicationScoped
public class StaffMail {
  private static final Duration HOLDS = Duration.ofDays(3);

  private final Outbox outbox;
  private final Carriers carriers;

  @Inject
  public StaffMail(Outbox outbox, Carriers carriers) {
    this.outbox = outbox;
    this.carriers = carriers;
  }

  /** For the container's client proxy. */
  protected StaffMail() {
    this(null, null);
  }

  /**
   * Writes a mail to each of the staff who get reports and alerts.
   *
   * @param key what makes it the only one of its kind, at most 80 characters
   * @return to how many it was written now; 0 when nobody was named, or it was written before
   */
  public int tell(
      String key, Message.Kind kind, String subject, String text, List<MailFile> files) {
    int written = 0;
    for (MailAddress to : carriers.staff()) {
      // An address may be longer than a key: its hash tells the mailboxes apart.
      String own = key + "/" + Integer.toHexString(to.value().hashCode());
      written += outbox.mail(own, kind, to, subject, text, HOLDS, files) ? 1 : 0;
    }
    return written;
  }

  /** Sends word of the pool's alerts: once when one opens, once when it closes. */
  void alert(@Observes PoolAlert alert) {
    String subject = Integer.toHexString((alert.server() + '/' + alert.subject()).hashCode());
    tell(
        "alert/" + alert.rule() + "/" + subject + "/" + alert.at().toEpochMilli(),
        Message.Kind.ALERT,
        alert.sentence(),
        alert.sentence()
            + "\n\nLa page « Pool » et docs/troubleshooting.md disent que faire."
            + " Mesuré : "
            + alert.at()
            + ".",
        List.of());
  }
}
