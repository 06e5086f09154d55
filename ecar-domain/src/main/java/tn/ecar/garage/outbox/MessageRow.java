package tn.ecar.garage.outbox;

import java.time.Instant;

/**
 * One line of the list of messages.
 *
 * @param id identity
 * @param kind what it tells
 * @param state what became of it
 * @param customerId who is told
 * @param customerName name
 * @param recipient phone in E.164
 * @param body the text
 * @param attempts how often it was tried
 * @param lastError why the newest attempt failed; may be null
 * @param writtenAt when it was written
 */
public record MessageRow(
    Long id,
    Message.Kind kind,
    Message.State state,
    Long customerId,
    String customerName,
    String recipient,
    String body,
    int attempts,
    String lastError,
    Instant writtenAt) {}
