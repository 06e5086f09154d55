package tn.ecar.pool.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tn.ecar.pool.auth.AuthenticationException;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.ScramClient;
import tn.ecar.pool.auth.ScramKeys;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;

/**
 * A client's way in: requests for encryption, start-up packet, proof of its secret. It ends proved,
 * as a cancel request, or with a refusal. Used once. No I/O.
 */
public final class ClientLogin {
  /** How a client is to prove itself. */
  public enum Method {
    /** Not at all. */
    NONE,
    PLAIN,
    MD5,
    SCRAM
  }

  /**
   * What is asked of a client.
   *
   * @param secrets what it must know, one of them; empty for a user who does not exist, who is
   *     asked all the same
   * @param iterations of a SCRAM verifier made from a clear password
   * @param judge says whether a clear password is right, in place of secrets
   * @param refusal what who proves nothing is told; empty for the method's own words
   */
  public record Proof(
      Method method,
      List<Secret> secrets,
      int iterations,
      Optional<Judge> judge,
      Optional<String> refusal) {
    /** A proof of one of these secrets. */
    public Proof(Method method, List<Secret> secrets, int iterations) {
      this(method, secrets, iterations, Optional.empty(), Optional.empty());
    }

    /** A proof of one secret. */
    public Proof(Method method, Optional<Secret> secret, int iterations) {
      this(method, secret.stream().toList(), iterations);
    }

    /** A password that somebody else judges. */
    public static Proof judgedBy(Judge judge) {
      return new Proof(Method.PLAIN, List.of(), 0, Optional.of(judge), Optional.empty());
    }

    /** The same proof of somebody who does not exist. */
    public Proof ofNobody(String refusal) {
      return new Proof(method, List.of(), iterations, judge, Optional.of(refusal));
    }
  }

  /** Somebody else who knows whether a password is right, and takes time over it. */
  @FunctionalInterface
  public interface Judge {
    /**
     * Returns when the password is the user's.
     *
     * @throws Refusal when it is not, or nobody can tell
     */
    void judge(String user, String password) throws Refusal;
  }

  /** Who decides what a client must prove. */
  @FunctionalInterface
  public interface Reception {
    /**
     * What this user must prove.
     *
     * @throws Refusal when the client may not even try
     */
    Proof ask(String user, String database) throws Refusal;

    /** Whether what this user must prove may take its time, because others are asked. */
    default boolean asksOthers(String user, String database) {
      return false;
    }

    /** A client could not prove who it is, and is sent away. */
    default void refused(String user, String database, Refusal why) {}
  }

  private static final int LONGEST_STARTUP = 64 * 1024;

  /** As the contract has it; PostgreSQL itself cuts names at 63 bytes. */
  private static final int LONGEST_USER = 127;

  private static final int LONGEST_PASSWORD = 2047;

  private static final String WRONG_PASSWORD = "password authentication failed";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] NOTHING = {};

  private final Reception reception;
  private final StartupParameters parameters;
  private final byte[] salt = new byte[4];

  /** What the start-up packet says that comes next, if somebody has looked at it already. */
  private Map<String, String> foreseen;

  private String user;
  private String database;
  private Proof proof;
  private ScramServer scram;
  private boolean challenged;
  private boolean proved;
  private Secret.Clear given;
  private CancelKey cancel;

  /**
   * A client that has just come.
   *
   * @param parameters which start-up parameters are taken
   */
  public ClientLogin(Reception reception, StartupParameters parameters) {
    this.reception = reception;
    this.parameters = parameters;
  }

  /** Whether the secret is proved; then nothing more is taken. */
  public boolean isProved() {
    return proved;
  }

  /** The key of the client to cancel, when the client came for that; then it is to be closed. */
  public Optional<CancelKey> cancel() {
    return Optional.ofNullable(cancel);
  }

  /** Whether it takes a processor long to judge what the client sends next. */
  public boolean isCostly() {
    return isAsked()
        && switch (proof.method()) {
          case SCRAM -> true;
          case PLAIN -> proof.secrets().stream().anyMatch(Secret.ScramVerifier.class::isInstance);
          case NONE, MD5 -> false;
        };
  }

  /** Whether others are asked about what the client has sent, who may take their time. */
  public boolean asksOthers(byte[] bytes, int at, int end) {
    if (isAsked()) {
      return proof.judge().isPresent();
    }
    boolean isWhole = end - at > 8 && end - at >= Buffer.intAt(bytes, at);
    if (!isWhole || Buffer.intAt(bytes, at + 4) >>> 16 != 3) {
      return false;
    }
    try {
      foreseen = texts(bytes, at + 8, at + Buffer.intAt(bytes, at));
      String name = foreseen.get("user");
      return name != null && reception.asksOthers(name, databaseOf(name, foreseen.get("database")));
    } catch (Refusal wrong) {
      // It is refused where it is read, without a question to anybody.
      return false;
    }
  }

  /**
   * What logs in elsewhere in its name: the first secret that it could prove, or the password that
   * it has proved, when that secret is none that opens anything.
   */
  public Optional<Secret> secret() {
    Optional<Secret> first =
        proof == null || proof.secrets().isEmpty()
            ? Optional.empty()
            : Optional.of(proof.secrets().get(0));
    boolean isEnough = given == null || first.filter(Secret.Clear.class::isInstance).isPresent();
    return isEnough ? first : Optional.of(given);
  }

  /** Whether the start-up packet is through, and the client knows what it must prove. */
  private boolean isAsked() {
    return proof != null;
  }

  /** Who it says it is; null before that, and also known of those who may not even try. */
  public String user() {
    return user;
  }

  public String database() {
    return database;
  }

  /** The client's values by tracked index: what it asked for, else what the server has. */
  public String[] values(Map<String, String> ofServer) {
    return parameters.values(ofServer);
  }

  /** The parameters it is told: the server's, except where it asked for others. */
  public Map<String, String> told(Map<String, String> ofServer) {
    return parameters.told(ofServer);
  }

  /** Whether it speaks of replication; known once it is asked what it must prove. */
  public Replication replication() {
    return parameters.replication();
  }

  /** What a server connection of its own is to be told at its start. */
  public Map<String, String> forOwnServer() {
    return parameters.forOwnServer();
  }

  /** The keys that a SCRAM proof has revealed. */
  public Optional<ScramKeys> keys() {
    return scram == null ? Optional.empty() : scram.keys();
  }

  /**
   * Takes what the client sends, message by message. It stops before one that takes its time, which
   * the caller may want to have judged elsewhere; one that comes first is taken in any case.
   *
   * @return the index of the first byte that was not taken
   * @throws Refusal when the client is to be sent away
   */
  public int receive(byte[] bytes, int offset, int end, Buffer out) throws Refusal {
    int at = offset;
    while (!proved && cancel == null) {
      if (at > offset && (isCostly() || asksOthers(bytes, at, end))) {
        break;
      }
      int head = isAsked() ? 1 : 0;
      if (isAsked() && at < end && bytes[at] == 0) {
        // No message of this phase begins so, but a start-up packet's length does.
        throw Refusal.of("client re-sent startup pkt");
      }
      if (end - at < head + 4) {
        break;
      }
      int length = Buffer.intAt(bytes, at + head);
      if (length < 4 + 4 * (1 - head) || length > LONGEST_STARTUP) {
        throw Refusal.badHeader(bytes, at, at + head + 4);
      }
      if (end - at < head + length) {
        break;
      }
      int next = at + head + length;
      if (!isAsked()) {
        start(bytes, at + 4, next, out);
      } else if (bytes[at] == 'p') {
        proveOrTell(bytes, at + 5, next, out);
      } else {
        throw Refusal.of("unknown pkt");
      }
      at = next;
    }
    return at;
  }

  private void start(byte[] bytes, int at, int end, Buffer out) throws Refusal {
    int code = Buffer.intAt(bytes, at);
    switch (code) {
      case Messages.SSL_REQUEST, Messages.GSS_REQUEST -> out.append('N');
      case Messages.CANCEL_REQUEST -> {
        if (end - at != 12) {
          throw Refusal.badHeader(bytes, at - 4, at + 4);
        }
        cancel = new CancelKey(Buffer.intAt(bytes, at + 4), Buffer.intAt(bytes, at + 8));
      }
      default -> {
        if (code >>> 16 != 3) {
          throw Refusal.of("old V2 protocol not supported");
        }
        Map<String, String> given = foreseen == null ? texts(bytes, at + 4, end) : foreseen;
        negotiate(code, given, out);
        begin(given, out);
      }
    }
  }

  private static Map<String, String> texts(byte[] bytes, int from, int end) throws Refusal {
    Map<String, String> given = new LinkedHashMap<>();
    int at = from;
    while (at < end && bytes[at] != 0) {
      int name = Buffer.endOfText(bytes, at, end);
      int value = name < 0 ? -1 : Buffer.endOfText(bytes, name + 1, end);
      if (value < 0) {
        break;
      }
      given.put(Buffer.text(bytes, at, name), Buffer.text(bytes, name + 1, value));
      at = value + 1;
    }
    if (at != end - 1) {
      throw Refusal.of("invalid startup packet layout: expected terminator as last byte");
    }
    return given;
  }

  /** A client of protocol 3.2 is told that 3.0 is spoken here. */
  private static void negotiate(int code, Map<String, String> given, Buffer out) {
    List<String> unknown = new ArrayList<>();
    for (String name : given.keySet()) {
      if (name.startsWith("_pq_.")) {
        unknown.add(name);
      }
    }
    if (code == Messages.VERSION_3_0 && unknown.isEmpty()) {
      return;
    }
    int mark = out.begin('v');
    out.appendInt(0).appendInt(unknown.size());
    unknown.forEach(out::appendText);
    out.finish(mark);
    unknown.forEach(given::remove);
  }

  private void begin(Map<String, String> given, Buffer out) throws Refusal {
    String name = given.remove("user");
    if (name == null || name.isEmpty()) {
      throw Refusal.of("no username supplied");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_USER) {
      throw Refusal.of("username too long");
    }
    user = name;
    database = databaseOf(name, given.remove("database"));
    parameters.take(given);
    proof = reception.ask(name, database);
    ask(out);
  }

  private static String databaseOf(String user, String named) {
    return named == null || named.isEmpty() ? user : named;
  }

  private void ask(Buffer out) {
    switch (proof.method()) {
      case NONE -> proved = true;
      case PLAIN -> Messages.authentication(out, 3, NOTHING);
      case MD5 -> {
        RANDOM.nextBytes(salt);
        Messages.authentication(out, 5, salt);
      }
      case SCRAM ->
          Messages.authentication(
              out, 10, (ScramClient.MECHANISM + "\0\0").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void proveOrTell(byte[] bytes, int at, int end, Buffer out) throws Refusal {
    try {
      prove(bytes, at, end, out);
    } catch (Refusal why) {
      reception.refused(user, database, why);
      throw why;
    }
  }

  private void prove(byte[] bytes, int at, int end, Buffer out) throws Refusal {
    if (proof.method() == Method.SCRAM) {
      proveByScram(bytes, at, end, out);
      return;
    }
    int stop = Buffer.endOfText(bytes, at, end);
    String answer = Buffer.text(bytes, at, stop < 0 ? end : stop);
    if (answer.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD) {
      throw Refusal.of("password too long");
    }
    if (answer.isEmpty()) {
      throw Refusal.of("empty password returned by client");
    }
    if (proof.judge().isPresent()) {
      proof.judge().get().judge(user, answer);
    } else if (!isRight(answer)) {
      throw Refusal.of(proof.refusal().orElse(WRONG_PASSWORD));
    }
    given = proof.method() == Method.PLAIN ? new Secret.Clear(answer) : null;
    proved = true;
  }

  /** Looks at every secret, so that the time it takes does not tell which one fits. */
  private boolean isRight(String answer) {
    boolean right = false;
    for (Secret secret : proof.secrets()) {
      right |=
          proof.method() == Method.MD5 ? md5Proves(answer, secret) : clearProves(answer, secret);
    }
    return right;
  }

  private boolean md5Proves(String answer, Secret secret) {
    if (secret instanceof Secret.Md5Hash hash) {
      return Md5.proves(answer, hash, salt);
    }
    // Of an empty password everybody knows the answer.
    return secret instanceof Secret.Clear clear
        && !clear.password().isEmpty()
        && Md5.proves(answer, Md5.hash(user, clear.password()), salt);
  }

  private boolean clearProves(String answer, Secret secret) {
    if (secret instanceof Secret.Clear clear) {
      return same(answer, clear.password());
    }
    if (secret instanceof Secret.Md5Hash hash) {
      return same(Md5.hash(user, answer).text(), hash.text());
    }
    return secret instanceof Secret.ScramVerifier verifier
        && same(
            ScramServer.verifier(
                    new Secret.Clear(answer), verifier.salt().toArray(), verifier.iterations())
                .text(),
            verifier.text());
  }

  private static boolean same(String given, String known) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
  }

  private void proveByScram(byte[] bytes, int at, int end, Buffer out) throws Refusal {
    try {
      if (!challenged) {
        challenged = true;
        scram = ScramServer.of(user, proof.secrets(), proof.iterations());
        Messages.authentication(out, 11, scram.challenge(clientFirst(bytes, at, end)));
      } else {
        byte[] last = scram.judge(java.util.Arrays.copyOfRange(bytes, at, end));
        Messages.authentication(out, 12, last);
        proved = true;
      }
    } catch (AuthenticationException failed) {
      throw Refusal.of(proof.refusal().orElse(ScramServer.FAILED));
    }
  }

  private static byte[] clientFirst(byte[] bytes, int at, int end) throws Refusal {
    int stop = Buffer.endOfText(bytes, at, end);
    if (stop < 0
        || !Buffer.text(bytes, at, stop).equals(ScramClient.MECHANISM)
        || end - stop < 5
        || Buffer.intAt(bytes, stop + 1) != end - stop - 5) {
      throw Refusal.of("client selected an invalid SASL authentication mechanism");
    }
    return java.util.Arrays.copyOfRange(bytes, stop + 5, end);
  }

  /** Appends where the client is to the application_name that it asked for. */
  public void addHost(String place) {
    parameters.addHost(place);
  }

  /** Tells a proved client that it is in, and what its servers tell of themselves. */
  public void welcome(Buffer out, Map<String, String> ofServer, CancelKey key) {
    welcome(out, ofServer, key, "");
  }

  /**
   * The same with a notice.
   *
   * @param greeting what the notice says; empty for none
   */
  public void welcome(Buffer out, Map<String, String> ofServer, CancelKey key, String greeting) {
    Messages.authentication(out, 0, NOTHING);
    parameters.tell(ofServer, out);
    Messages.backendKey(out, key);
    if (!greeting.isEmpty()) {
      Messages.notice(out, greeting);
    }
    Messages.ready(out, 'I');
  }
}
