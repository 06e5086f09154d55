package tn.ecar.garage.outbox;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of the list of messages.
 *
 * @param id identity
 * @param kind what it tells
 * @param state what became of it
 * @param channel the way it takes
 * @param customerId who is told; null for the staff
 * @param customerName name; null for the staff
 * @param recipient phone in E.164, or mailbox
 * @param subject of a mail; null otherwise
 * @param body the text
 * @param attempts how often it was tried
 * @param lastError why the newest attempt failed; may be null
 * @param writtenAt when it was written
 */
public record MessageRow(
    Long id,
    Message.Kind kind,
    Message.State state,
    Message.Channel channel,
    Long customerId,
    String customerName,
    String recipient,
    String subject,
    String body,
    int attempts,
    String lastError,
    Instant writtenAt) {

  /** JSON is written of rows that are kept in a hash table meanwhile: their identity is enough. */
  @Override
  public int hashCode() {
    return Objects.hashCode(id);
  }
}
