package tn.ecar.pool.rotation;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A rotation that has not ended.
 *
 * @param form what PostgreSQL keeps of the new secret: md5 or scram-sha-256
 * @param forgetAt when the old secret will be refused
 * @param handedOut where other programs find the new secret
 */
public record RotationFigures(
    String user, Step step, String form, Instant begun, Instant forgetAt, Path handedOut) {}
