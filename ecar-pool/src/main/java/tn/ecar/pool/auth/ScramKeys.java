package tn.ecar.pool.auth;

import java.util.Objects;

/**
 * The two keys that stand for a password in SCRAM: with them one can log in without knowing it. A
 * client's proof reveals them to a server that keeps the verifier, which lets a pool log in to a
 * PostgreSQL that keeps the same verifier.
 */
public record ScramKeys(Bytes clientKey, Bytes serverKey) {
  public ScramKeys {
    Objects.requireNonNull(clientKey, "clientKey");
    Objects.requireNonNull(serverKey, "serverKey");
  }
}
