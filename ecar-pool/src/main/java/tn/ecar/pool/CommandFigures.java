package tn.ecar.pool;

import java.time.Instant;

/**
 * A command that has changed something.
 *
 * @param at when it was obeyed
 * @param who the console's user and its address; {@code this process} for what came by JMX, a
 *     signal or code of the same Java machine
 * @param command as it was given, without secrets
 */
public record CommandFigures(Instant at, String who, String command) {}
