package tn.ecar.pool.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tn.ecar.pool.auth.AuthenticationException;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.ScramClient;
import tn.ecar.pool.auth.ScramKeys;
import tn.ecar.pool.auth.Secret;

/**
 * The pool's login to a server: start-up packet, proof by clear password, md5 or SCRAM, parameters,
 * cancel key, up to the first ReadyForQuery. Used once. No I/O.
 */
public final class ServerLogin {
  /** The secret cannot do what the server asks for. */
  public static final String WRONG_KIND = "server login failed: wrong password type";

  /**
   * Who logs in where.
   *
   * @param secret what proves the user; empty when none is known
   * @param keys what a client's own SCRAM proof has revealed; empty when nothing was
   */
  public record Credentials(
      String database, String user, Optional<Secret> secret, Optional<ScramKeys> keys) {}

  private final Credentials credentials;
  private final Map<String, String> startup;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private CancelKey key = new CancelKey(0, 0);
  private ScramClient scram;
  private boolean asked;
  private boolean askedForScram;
  private boolean letIn;

  /**
   * Prepares a login.
   *
   * @param more start-up parameters besides user and database
   */
  public ServerLogin(Credentials credentials, Map<String, String> more) {
    this.credentials = credentials;
    this.startup = new LinkedHashMap<>();
    startup.put("user", credentials.user());
    startup.put("database", credentials.database());
    startup.putAll(more);
  }

  /** Writes the first packet. */
  public void begin(Buffer out) {
    Messages.startup(out, startup);
  }

  /**
   * Takes one message of the server.
   *
   * @param body its content after the length
   * @param out what is to be sent back
   * @return whether the server is ready
   * @throws Refusal the server's own error, or why the login cannot go on
   */
  public boolean receive(byte type, byte[] body, Buffer out) throws Refusal {
    int least = type == 'R' ? 4 : type == 'K' ? 8 : 0;
    if (body.length < least) {
      throw broken(type);
    }
    switch (type) {
      case 'R' -> authenticate(body, out);
      case 'S' -> {
        int name = Buffer.endOfText(body, 0, body.length);
        int value = name < 0 ? -1 : Buffer.endOfText(body, name + 1, body.length);
        if (value < 0) {
          throw broken(type);
        }
        parameters.put(Buffer.text(body, 0, name), Buffer.text(body, name + 1, value));
      }
      case 'K' -> key = new CancelKey(Buffer.intAt(body, 0), Buffer.intAt(body, 4));
      case 'E' -> throw Refusal.of(ServerError.parse(body, 0, body.length));
      case 'N', 'v' -> {
        // A notice at login is for the server's log.
      }
      case 'Z' -> {
        return true;
      }
      default -> throw Refusal.of("server login failed: unexpected message '" + (char) type + "'");
    }
    return false;
  }

  private static Refusal broken(byte type) {
    return Refusal.of("server login failed: broken message '" + (char) type + "'");
  }

  private void authenticate(byte[] body, Buffer out) throws Refusal {
    int code = Buffer.intAt(body, 0);
    byte[] data = java.util.Arrays.copyOfRange(body, 4, body.length);
    asked |= code != 0;
    askedForScram |= code == 10;
    try {
      switch (code) {
        case 0 -> letIn = true;
        case 3 -> Messages.password(out, terminated(clear().password()));
        case 5 -> Messages.password(out, terminated(Md5.response(md5(), data)));
        case 10 -> beginScram(data, out);
        case 11 -> Messages.password(out, started().answer(data));
        case 12 -> started().verify(data);
        default ->
            throw Refusal.of(
                "server login failed: the server asks for authentication method "
                    + code
                    + ", which the pool does not speak; use scram-sha-256 or md5 in pg_hba.conf");
      }
    } catch (AuthenticationException failed) {
      throw Refusal.of("server login failed: " + failed.getMessage());
    }
  }

  private void beginScram(byte[] mechanisms, Buffer out) throws Refusal {
    if (!new String(mechanisms, StandardCharsets.US_ASCII).contains(ScramClient.MECHANISM)) {
      throw Refusal.of("server login failed: the server offers no " + ScramClient.MECHANISM);
    }
    Optional<Secret> secret = credentials.secret();
    if (secret.isPresent() && secret.get() instanceof Secret.Clear clear) {
      scram = ScramClient.of(clear);
    } else {
      // A verifier alone proves nothing: only what the client's own proof revealed does.
      scram = ScramClient.of(credentials.keys().orElseThrow(() -> Refusal.of(WRONG_KIND)));
    }
    byte[] first = scram.first();
    int mark = out.begin('p');
    out.appendText(ScramClient.MECHANISM).appendInt(first.length).append(first);
    out.finish(mark);
  }

  private ScramClient started() throws Refusal {
    if (scram == null) {
      throw Refusal.of("server login failed: SCRAM message out of order");
    }
    return scram;
  }

  private Secret.Clear clear() throws Refusal {
    if (credentials.secret().orElse(null) instanceof Secret.Clear clear) {
      return clear;
    }
    throw Refusal.of(WRONG_KIND);
  }

  private Secret.Md5Hash md5() throws Refusal {
    Secret secret = credentials.secret().orElse(null);
    if (secret instanceof Secret.Md5Hash hash) {
      return hash;
    }
    if (secret instanceof Secret.Clear clear) {
      return Md5.hash(credentials.user(), clear.password());
    }
    throw Refusal.of(WRONG_KIND);
  }

  private static byte[] terminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the server has asked for a secret; who is trusted or known otherwise shows none. */
  public boolean isAsked() {
    return asked;
  }

  /** Whether the proof that the server has asked for was SCRAM. */
  public boolean isAskedForScram() {
    return askedForScram;
  }

  /** Whether the server has taken what it asked for, whatever it has refused afterwards. */
  public boolean isLetIn() {
    return letIn;
  }

  /** What the server reported of itself, in its order. */
  public Map<String, String> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** What a CancelRequest must name. */
  public CancelKey key() {
    return key;
  }
}
