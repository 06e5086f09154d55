package tn.ecar.pool.auth;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pool's side of one client's SCRAM-SHA-256 login (RFC 5802, RFC 7677): challenge, then
 * judgement of the proof. Used once.
 *
 * <p>An unknown user gets the same conversation against a made-up verifier, so that nobody can tell
 * from outside which users exist: whatever is kept of a user and whether there is one, the salt is
 * the same at every try. Nor does the time tell: the costly work is done once for a clear password
 * and kept, and not at all for whom a verifier is stored or made up.
 */
public final class ScramServer {
  /** What a client reads when its proof does not hold. */
  public static final String FAILED = "SASL authentication failed";

  private static final ScramMechanism SHA_256 = ScramMechanism.SCRAM_SHA_256;
  private static final int NONCE_LENGTH = 24;
  private static final int SALT_LENGTH = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] MOCK_KEY = ScramFunctions.salt(32, RANDOM);
  private static final MadeVerifiers MADE = new MadeVerifiers();

  /** n or y: no channel binding is offered; then an authorisation name, which nobody may use. */
  private static final Pattern CLIENT_FIRST =
      Pattern.compile("([ny],,)(n=([^,]*),r=([\\x21-\\x2b\\x2d-\\x7e]+)(?:,.*)?)");

  private static final Pattern CLIENT_FINAL =
      Pattern.compile(
          "(c=([A-Za-z0-9+/=]+),r=([\\x21-\\x2b\\x2d-\\x7e]+)(?:,[^,]+)*?),p=([A-Za-z0-9+/=]+)");

  private final Secret.ScramVerifier verifier;
  private final List<Secret.ScramVerifier> others = new ArrayList<>();
  private final boolean known;
  private final String serverNonce;
  private String gs2Header;
  private String nonce;
  private String soFar;
  private ScramKeys keys;

  ScramServer(Secret.ScramVerifier verifier, boolean known, String serverNonce) {
    this.verifier = verifier;
    this.known = known;
    this.serverNonce = serverNonce;
  }

  /**
   * A conversation with a user of whom these secrets are valid. A challenge can ask for one salt
   * only: clear passwords take that of the first verifier, another verifier counts when it has the
   * same salt and iterations.
   *
   * @param secrets in the order of their weight; none for a user who does not exist
   * @param iterations for the verifier that is made from a clear password (scram_iterations)
   */
  public static ScramServer of(String user, List<Secret> secrets, int iterations) {
    Secret first =
        secrets.stream()
            .filter(Secret.ScramVerifier.class::isInstance)
            .findFirst()
            .or(() -> secrets.stream().filter(ScramServer::isPassword).findFirst())
            .orElse(null);
    if (first == null) {
      // Neither an md5 hash nor an empty password proves anything; the client is not told that.
      return mock(user, iterations);
    }
    ScramServer server = of(user, first, iterations);
    byte[] salt = server.verifier.salt().toArray();
    for (Secret other : secrets) {
      if (other == first) {
        continue;
      }
      if (other instanceof Secret.Clear clear && isPassword(clear)) {
        server.others.add(MADE.of(clear, salt, server.verifier.iterations()));
      } else if (other instanceof Secret.ScramVerifier kept
          && kept.iterations() == server.verifier.iterations()
          && Arrays.equals(kept.salt().toArray(), salt)) {
        server.others.add(kept);
      }
    }
    return server;
  }

  private static ScramServer of(String user, Secret first, int iterations) {
    Secret.ScramVerifier verifier =
        first instanceof Secret.ScramVerifier kept
            ? kept
            : MADE.of((Secret.Clear) first, Arrays.copyOf(seed(user), SALT_LENGTH), iterations);
    return new ScramServer(verifier, true, newNonce());
  }

  private static boolean isPassword(Secret secret) {
    return secret instanceof Secret.Clear clear && !clear.password().isEmpty();
  }

  /** A conversation with a user who does not exist: it looks like any other and always fails. */
  private static ScramServer mock(String user, int iterations) {
    return new ScramServer(made(user, iterations), false, newNonce());
  }

  /** What nobody can foresee of a user, and is the same at every try. */
  private static byte[] seed(String user) {
    return ScramFunctions.hmac(
        SHA_256, ("user " + user).getBytes(StandardCharsets.UTF_8), MOCK_KEY);
  }

  /** A verifier that no password fits. */
  private static Secret.ScramVerifier made(String user, int iterations) {
    byte[] seed = seed(user);
    byte[] nobodys = ScramFunctions.hash(SHA_256, seed);
    return new Secret.ScramVerifier(
        iterations,
        Bytes.of(Arrays.copyOf(seed, SALT_LENGTH)),
        Bytes.of(nobodys),
        Bytes.of(ScramFunctions.hash(SHA_256, nobodys)));
  }

  /** The verifier of a clear password, with a salt that nobody has used. */
  public static Secret.ScramVerifier verifier(Secret.Clear clear, int iterations) {
    return verifier(clear, ScramFunctions.salt(SALT_LENGTH, RANDOM), iterations);
  }

  /** The verifier of a clear password. */
  public static Secret.ScramVerifier verifier(Secret.Clear clear, byte[] salt, int iterations) {
    byte[] salted =
        ScramFunctions.saltedPassword(
            SHA_256,
            StringPreparation.POSTGRESQL_PREPARATION,
            clear.password().toCharArray(),
            salt,
            iterations);
    byte[] clientKey = ScramFunctions.clientKey(SHA_256, salted);
    return new Secret.ScramVerifier(
        iterations,
        Bytes.of(salt),
        Bytes.of(ScramFunctions.storedKey(SHA_256, clientKey)),
        Bytes.of(ScramFunctions.serverKey(SHA_256, salted)));
  }

  private static String newNonce() {
    return ScramFunctions.nonce(NONCE_LENGTH, RANDOM);
  }

  /**
   * The data of AuthenticationSASLContinue.
   *
   * @param clientFirst the data of SASLInitialResponse
   */
  public byte[] challenge(byte[] clientFirst) throws AuthenticationException {
    Matcher message = CLIENT_FIRST.matcher(new String(clientFirst, StandardCharsets.UTF_8));
    if (!message.matches()) {
      throw new AuthenticationException(FAILED);
    }
    gs2Header = message.group(1);
    nonce = message.group(4) + serverNonce;
    String serverFirst =
        "r=" + nonce + ",s=" + verifier.salt().base64() + ",i=" + verifier.iterations();
    soFar = message.group(2) + "," + serverFirst;
    return serverFirst.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Judges the proof.
   *
   * @param clientFinal the data of SASLResponse
   * @return the data of AuthenticationSASLFinal
   * @throws AuthenticationException when the proof does not hold
   */
  public byte[] judge(byte[] clientFinal) throws AuthenticationException {
    Matcher message = CLIENT_FINAL.matcher(new String(clientFinal, StandardCharsets.UTF_8));
    if (soFar == null || !message.matches()) {
      throw new AuthenticationException(FAILED);
    }
    byte[] proof = decoded(message.group(4));
    String authMessage = soFar + "," + message.group(1);
    Secret.ScramVerifier right = verifier;
    byte[] revealed = clientKey(verifier, authMessage, proof);
    for (Secret.ScramVerifier other : others) {
      byte[] key = clientKey(other, authMessage, proof);
      if (key != null) {
        right = other;
        revealed = key;
      }
    }
    boolean sameConversation =
        message.group(3).equals(nonce)
            && new String(decoded(message.group(2)), StandardCharsets.UTF_8).equals(gs2Header);
    if (revealed == null || !sameConversation || !known) {
      throw new AuthenticationException(FAILED);
    }
    keys = new ScramKeys(Bytes.of(revealed), right.serverKey());
    byte[] serverKey = right.serverKey().toArray();
    byte[] ours = ScramFunctions.serverSignature(SHA_256, serverKey, authMessage);
    return ("v=" + Base64.getEncoder().encodeToString(ours)).getBytes(StandardCharsets.UTF_8);
  }

  /** The key that a proof reveals; null when it does not hold for this verifier. */
  private static byte[] clientKey(Secret.ScramVerifier of, String authMessage, byte[] proof) {
    byte[] storedKey = of.storedKey().toArray();
    byte[] signature = ScramFunctions.clientSignature(SHA_256, storedKey, authMessage);
    boolean fits = proof.length == signature.length;
    byte[] clientKey = ScramFunctions.clientProof(signature, fits ? proof : signature);
    boolean proved = MessageDigest.isEqual(ScramFunctions.storedKey(SHA_256, clientKey), storedKey);
    return fits && proved ? clientKey : null;
  }

  /** The keys that the proof has revealed; empty before it. */
  public Optional<ScramKeys> keys() {
    return Optional.ofNullable(keys);
  }

  private static byte[] decoded(String base64) throws AuthenticationException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException broken) {
      throw new AuthenticationException(FAILED, broken);
    }
  }
}
