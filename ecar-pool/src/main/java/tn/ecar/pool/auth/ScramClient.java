package tn.ecar.pool.auth;

import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.exception.ScramRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The pool's side of one SCRAM-SHA-256 login to a server (RFC 5802, RFC 7677): first message,
 * answer to the challenge, proof of the server. Used once.
 */
public final class ScramClient {
  /** The mechanism to look for in AuthenticationSASL and to name in SASLInitialResponse. */
  public static final String MECHANISM = "SCRAM-SHA-256";

  /**
   * PostgreSQL takes the user of the startup packet; the mechanism wants some name all the same.
   */
  private static final String ANYONE = "*";

  private final com.ongres.scram.client.ScramClient flow;

  private ScramClient(com.ongres.scram.client.ScramClient flow) {
    this.flow = flow;
  }

  /**
   * Logs in with a clear password.
   *
   * @throws IllegalArgumentException when the password is empty, which no server accepts
   */
  public static ScramClient of(Secret.Clear secret) {
    if (secret.password().isEmpty()) {
      throw new IllegalArgumentException("the password is empty; PostgreSQL never accepts that");
    }
    return new ScramClient(
        com.ongres.scram.client.ScramClient.builder()
            .advertisedMechanisms(List.of(MECHANISM))
            .username(ANYONE)
            .password(secret.password().toCharArray())
            .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
            .build());
  }

  /** Logs in with the keys that a client's proof has revealed. */
  public static ScramClient of(ScramKeys keys) {
    return new ScramClient(
        com.ongres.scram.client.ScramClient.builder()
            .advertisedMechanisms(List.of(MECHANISM))
            .username(ANYONE)
            .clientAndServerKey(keys.clientKey().toArray(), keys.serverKey().toArray())
            .build());
  }

  /** The data of SASLInitialResponse. */
  public byte[] first() {
    return flow.clientFirstMessage().toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The data of SASLResponse.
   *
   * @param serverFirst the data of AuthenticationSASLContinue
   */
  public byte[] answer(byte[] serverFirst) throws AuthenticationException {
    try {
      flow.serverFirstMessage(new String(serverFirst, StandardCharsets.UTF_8));
      return flow.clientFinalMessage().toString().getBytes(StandardCharsets.UTF_8);
    } catch (ScramException | ScramRuntimeException | IllegalArgumentException broken) {
      throw new AuthenticationException("the server's SCRAM challenge is broken", broken);
    }
  }

  /**
   * Refuses a server that does not know the secret.
   *
   * @param serverFinal the data of AuthenticationSASLFinal
   */
  public void verify(byte[] serverFinal) throws AuthenticationException {
    try {
      flow.serverFinalMessage(new String(serverFinal, StandardCharsets.UTF_8));
    } catch (ScramException | ScramRuntimeException | IllegalArgumentException broken) {
      throw new AuthenticationException(
          "the server did not prove that it knows the secret", broken);
    }
  }
}
