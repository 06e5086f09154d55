package tn.ecar.pool.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.protocol.ClientLogin.Method;
import tn.ecar.pool.protocol.ClientLogin.Proof;

/**
 * Clients and servers that send what they should not: messages with the right structure and wrong
 * content, cut, repeated, and plain noise. The same in every run. Nobody crashes, nobody hangs, and
 * a refusal has the words of the contract.
 */
@Timeout(1_200)
class FuzzTest {
  /** Few in the suite; {@code -Decar.fuzz.rounds=400000} plays some ten million messages. */
  private static final int ROUNDS = Integer.getInteger("ecar.fuzz.rounds", 4_000);

  private static final LongAdder PLAYED = new LongAdder();
  private static final String TYPES_OF_CLIENT = "QPBDECSHFdcfXp";
  private static final String TYPES_OF_SERVER = "RSKZTDCEN123tnsIAGHWcdv";
  private static final String[] TEXTS = {
    "",
    "a",
    "S_1",
    "select 1",
    "rollback",
    "set work_mem = 1",
    "begin; listen x",
    "user",
    "replication",
    "database",
    "options",
    "DISCARD ALL"
  };
  private static final List<String> WORDS =
      List.of(
          "bad packet header",
          "unknown pkt",
          "PQexec disallowed",
          "broken Parse packet",
          "broken Bind packet",
          "broken Describe packet",
          "broken Close packet",
          "prepared statement did not exist",
          "prepared statement name is already in use",
          "old V2 protocol not supported",
          "invalid startup packet layout: expected terminator as last byte",
          "no username supplied",
          "username too long",
          "password too long",
          "client re-sent startup pkt",
          "unsupported startup parameter",
          "unsupported options startup parameter",
          "invalid value for parameter \"replication\"",
          "password authentication failed",
          "SASL authentication failed",
          "client selected an invalid SASL authentication mechanism",
          "empty password returned by client",
          "server login failed: ");

  private final Tracked tracked = new Tracked(List.of("IntervalStyle"));

  @AfterAll
  static void tellHowManyWerePlayed() {
    System.out.printf("fuzz: %,d messages played%n", PLAYED.sum());
  }

  private static void assertWords(Refusal refusal) {
    assertThat(
            refusal.serverError().isPresent()
                || WORDS.stream().anyMatch(refusal.getMessage()::startsWith))
        .as(refusal.getMessage())
        .isTrue();
  }

  private static byte[] bytes(Buffer buffer) {
    byte[] all = new byte[buffer.size()];
    buffer.take(all, 0, all.length);
    return all;
  }

  /** Some messages of these types; one in ten has a length that lies, one in ten is noise. */
  private static byte[] messages(Random random, String types) {
    Buffer all = new Buffer();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      PLAYED.increment();
      if (random.nextInt(10) == 0) {
        byte[] noise = new byte[random.nextInt(30)];
        random.nextBytes(noise);
        all.append(noise);
        continue;
      }
      Buffer body = body(random);
      all.append(types.charAt(random.nextInt(types.length())));
      boolean lies = random.nextInt(10) == 0;
      int[] lengths = {0, 3, 4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, body.size() + 3};
      all.appendInt(lies ? lengths[random.nextInt(lengths.length)] : body.size() + 4);
      all.append(bytes(body));
    }
    return bytes(all);
  }

  private static Buffer body(Random random) {
    Buffer body = new Buffer();
    for (int parts = random.nextInt(5); parts > 0; parts--) {
      switch (random.nextInt(5)) {
        case 0 -> body.appendText(TEXTS[random.nextInt(TEXTS.length)]);
        case 1 -> body.append("SPITE".charAt(random.nextInt(5)));
        case 2 -> body.appendShort(random.nextInt(4) - 1);
        case 3 -> body.appendInt(random.nextInt(14));
        default ->
            body.append(TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8));
      }
    }
    return body;
  }

  private ServerSession newServer() {
    return new ServerSession(
        tracked,
        new ServerLogin(
            new ServerLogin.Credentials("db", "user", Optional.empty(), Optional.empty()),
            Map.of()));
  }

  private ClientSession newClient() {
    return new ClientSession(
        tracked,
        new StatementTexts(),
        new String[tracked.size()],
        new ClientSession.Rules(true, 2, true, true, 1 << 20, ClientSession.Uncarried.REPORT));
  }

  @RepeatedTest(4)
  void clients_are_served_or_refused(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      ClientSession client = newClient();
      ServerSession server = newServer();
      server.attach(client);
      try {
        for (int turn = 0; turn < 4; turn++) {
          byte[] all = messages(random, TYPES_OF_CLIENT);
          int taken = client.forward(all, 0, all.length, server);
          assertThat(taken).isBetween(0, all.length);
          bytes(server.out());
        }
      } catch (Refusal refusal) {
        assertWords(refusal);
      }
    }
  }

  @RepeatedTest(4)
  void doomed_clients_are_answered_or_refused(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      ClientSession client = newClient();
      client.doom().pronounce("too late");
      byte[] all = messages(random, TYPES_OF_CLIENT);
      try {
        assertThat(client.doom().answer(all, 0, all.length, new Buffer())).isBetween(0, all.length);
      } catch (Refusal refusal) {
        assertWords(refusal);
      }
    }
  }

  @RepeatedTest(4)
  void lying_servers_are_read_or_found_out(RepetitionInfo seed) throws Refusal {
    Random random = new Random(seed.getCurrentRepetition());
    byte[] request = query("select 1; set x.y = 1");
    for (int round = 0; round < ROUNDS; round++) {
      ClientSession client = newClient();
      ServerSession server = newServer();
      server.attach(client);
      client.forward(request, 0, request.length, server);
      for (int turn = 0; turn < 4 && !server.isBroken(); turn++) {
        byte[] answers = messages(random, TYPES_OF_SERVER);
        for (int at = 0; at < answers.length; ) {
          int size = Math.min(1 + random.nextInt(20), answers.length - at);
          byte[] piece = new byte[size + 8];
          int held = server.unhold(piece, 0);
          System.arraycopy(answers, at, piece, held, size);
          assertThat(server.scan(piece, 0, held + size)).isBetween(0, held + size);
          at += size;
        }
      }
    }
  }

  private static byte[] query(String sql) {
    Buffer out = new Buffer();
    Messages.query(out, sql);
    return bytes(out);
  }

  @RepeatedTest(4)
  void logins_of_lying_servers_end(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    for (int round = 0; round < ROUNDS; round++) {
      ServerLogin login =
          new ServerLogin(
              new ServerLogin.Credentials(
                  "db", "user", Optional.of(new Secret.Clear("secret")), Optional.empty()),
              Map.of());
      try {
        for (int turn = 0; turn < 6; turn++) {
          byte type = (byte) TYPES_OF_SERVER.charAt(random.nextInt(4));
          login.receive(type, bytes(body(random)), new Buffer());
        }
      } catch (Refusal refusal) {
        assertWords(refusal);
      }
    }
  }

  @RepeatedTest(4)
  void strangers_at_the_door_are_asked_or_refused(RepetitionInfo seed) {
    Random random = new Random(seed.getCurrentRepetition());
    Method[] methods = Method.values();
    for (int round = 0; round < ROUNDS / 4; round++) {
      Method method = methods[random.nextInt(methods.length)];
      ClientLogin login =
          new ClientLogin(
              (user, database) -> new Proof(method, Optional.of(new Secret.Clear("secret")), 1),
              new StartupParameters(tracked, Set.of()));
      try {
        byte[] start = startup(random);
        int taken = login.receive(start, 0, start.length, new Buffer());
        assertThat(taken).isBetween(0, start.length);
        byte[] answers = messages(random, "pppQ");
        int at = 0;
        for (int next = -1; next != at; ) {
          next = at;
          at = login.receive(answers, at, answers.length, new Buffer());
          assertThat(at).isBetween(next, answers.length);
        }
      } catch (Refusal refusal) {
        assertWords(refusal);
      }
    }
  }

  private static byte[] startup(Random random) {
    int[] codes = {
      Messages.VERSION_3_0, Messages.VERSION_3_0 + 2, 2 << 16, Messages.CANCEL_REQUEST, 80877103, 7
    };
    Buffer body = new Buffer();
    body.appendInt(random.nextInt(3) > 0 ? Messages.VERSION_3_0 : codes[random.nextInt(6)]);
    if (random.nextInt(4) > 0) {
      body.appendText("user").appendText("somebody");
    }
    if (random.nextInt(3) == 0) {
      body.append(bytes(body(random)));
    }
    body.append(random.nextInt(6) == 0 ? 1 : 0);
    Buffer all = new Buffer();
    all.appendInt(random.nextInt(8) == 0 ? random.nextInt(40) : body.size() + 4);
    return bytes(all.append(bytes(body)));
  }
}
