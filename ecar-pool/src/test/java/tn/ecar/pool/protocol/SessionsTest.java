package tn.ecar.pool.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client and server sessions by scripted bytes: nothing is connected to anything. */
class SessionsTest {
  private static final ClientSession.Rules TRANSACTION =
      new ClientSession.Rules(
          true, 2, true, true, Integer.MAX_VALUE, ClientSession.Uncarried.REPORT);

  private static final String FATAL = "SFATAL\0VFATAL\0C57P01\0Mthe server is shut down\0\0";

  private final Tracked tracked = new Tracked(List.of("IntervalStyle"));
  private final StatementTexts texts = new StatementTexts();
  private ClientSession client;
  private ServerSession server;

  @BeforeEach
  void meet() {
    client = newClient();
    server = newServer();
    server.attach(client);
  }

  private ClientSession newClient() {
    return new ClientSession(tracked, texts, new String[tracked.size()], TRANSACTION);
  }

  private ServerSession newServer() {
    return new ServerSession(
        tracked,
        new ServerLogin(
            new ServerLogin.Credentials("db", "user", Optional.empty(), Optional.empty()),
            java.util.Map.of()));
  }

  private static byte[] message(char type, String... texts) {
    Buffer out = new Buffer();
    int mark = out.begin(type);
    for (String text : texts) {
      out.append(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    out.finish(mark);
    byte[] bytes = new byte[out.size()];
    out.take(bytes, 0, bytes.length);
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    Buffer all = new Buffer();
    for (byte[] part : parts) {
      all.append(part);
    }
    byte[] bytes = new byte[all.size()];
    all.take(bytes, 0, bytes.length);
    return bytes;
  }

  private static byte[] parse(String name, String sql) {
    return message('P', name, "\0", sql, "\0\0\0");
  }

  private static byte[] bind(String name) {
    return message('B', "\0", name, "\0\0\0\0\0\0\0");
  }

  /** What the server is sent for these messages. */
  private String sent(byte[]... messages) throws Refusal {
    byte[] all = join(messages);
    assertThat(client.forward(all, 0, all.length, server)).isEqualTo(all.length);
    byte[] out = new byte[server.out().size()];
    server.out().take(out, 0, out.length);
    return new String(out, StandardCharsets.ISO_8859_1);
  }

  /** What the client reads of these answers, which come in pieces of this size. */
  private byte[] read(int size, byte[]... answers) {
    byte[] all = join(answers);
    Buffer kept = new Buffer();
    for (int at = 0; at < all.length; at += size) {
      byte[] piece = new byte[size + 8];
      int held = server.unhold(piece, 0);
      int count = Math.min(size, all.length - at);
      System.arraycopy(all, at, piece, held, count);
      kept.append(piece, 0, server.scan(piece, 0, held + count));
    }
    byte[] bytes = new byte[kept.size()];
    kept.take(bytes, 0, bytes.length);
    return bytes;
  }

  @Test
  void namesOfStatementsAreTheServersOwn() throws Refusal {
    String first = sent(parse("S_1", "select 1"), bind("S_1"), message('S'));
    assertThat(first).contains("ecar_1").doesNotContain("S_1");
    assertThat(server.preparedStatements()).isEqualTo(1);
  }

  @Test
  void anotherServerGetsTheStatementBeforeItsUseAndTheClientSeesNothingOfIt() throws Refusal {
    byte[] answers = join(message('1'), message('2'), message('Z', "I"));
    sent(parse("S_1", "select 1"), bind("S_1"), message('S'));
    assertThat(read(64, answers)).isEqualTo(answers);
    server.detach();
    server = newServer();
    server.attach(client);
    assertThat(sent(bind("S_1"), message('S'))).startsWith("P").contains("select 1");
    for (int size : new int[] {1, 2, 3, 64}) {
      if (size > 1) {
        sent(bind("S_1"), message('S'));
        assertThat(read(size, message('2'), message('Z', "I")))
            .isEqualTo(join(message('2'), message('Z', "I")));
      } else {
        assertThat(read(size, answers)).isEqualTo(join(message('2'), message('Z', "I")));
      }
    }
    assertThat(server.isAtRest()).isTrue();
  }

  @Test
  void aParseThatTheServerDoesNotNeedIsAnsweredAllTheSame() throws Refusal {
    sent(parse("S_1", "select 1"), message('S'));
    read(64, message('1'), message('Z', "I"));
    server.detach();
    client = newClient();
    server.attach(client);
    assertThat(sent(parse("S_9", "select 1"), message('S'))).startsWith("C");
    assertThat(read(1, message('3'), message('Z', "I")))
        .isEqualTo(join(message('1'), message('Z', "I")));
  }

  @Test
  void theOldestStatementIsClosedWhenTheServerHoldsTooMany() throws Refusal {
    sent(parse("a", "select 1"), parse("b", "select 2"), message('S'));
    read(64, message('1'), message('1'), message('Z', "I"));
    String third = sent(parse("c", "select 3"), message('S'));
    assertThat(third).contains("ecar_1").contains("ecar_3");
    assertThat(read(1, message('3'), message('1'), message('Z', "I")))
        .isEqualTo(join(message('1'), message('Z', "I")));
    assertThat(server.preparedStatements()).isEqualTo(2);
  }

  @Test
  void whatAnErrorHasSkippedIsNotPrepared() throws Refusal {
    sent(parse("a", "rubbish"), parse("b", "select 2"), message('S'));
    byte[] error = message('E', "VERROR\0C42601\0Msyntax\0\0");
    assertThat(read(3, error, message('Z', "I"))).isEqualTo(join(error, message('Z', "I")));
    assertThat(server.preparedStatements()).isZero();
    assertThat(client.preparedStatements()).isZero();
    assertThat(server.isAtRest()).isTrue();
  }

  @Test
  void parametersAreRestoredBeforeTheClientsMessageAndTheAnswersSwallowed() throws Refusal {
    sent(message('Q', "set timezone to 'UTC'\0"));
    read(64, message('C', "SET\0"), message('S', "TimeZone\0UTC\0"), message('Z', "I"));
    server.detach();
    server = newServer();
    server.attach(client);
    assertThat(sent(message('Q', "select 1\0")))
        .startsWith("Q")
        .contains("set_config('TimeZone', E'UTC', false)")
        .contains("select 1");
    byte[] own = join(message('C', "SELECT 1\0"), message('Z', "I"));
    byte[] restored = join(message('T', "\0\1"), message('C', "SELECT 1\0"), message('Z', "I"));
    assertThat(read(2, restored, own)).isEqualTo(own);
    assertThat(server.isAtRest()).isTrue();
  }

  @Test
  void aTransactionKeepsTheServer() throws Refusal {
    sent(message('Q', "begin\0"));
    read(64, message('C', "BEGIN\0"), message('Z', "T"));
    assertThat(server.isAtRest()).isFalse();
    assertThat(client.status()).isEqualTo('T');
  }

  @Test
  void unknownAndRepeatedNamesAreRefused() throws Refusal {
    assertThatThrownBy(() -> sent(bind("nobody"))).hasMessage("prepared statement did not exist");
    sent(parse("a", "select 1"));
    assertThatThrownBy(() -> sent(parse("a", "select 2")))
        .hasMessage("prepared statement name is already in use");
  }

  @Test
  void answersOutOfProtocolBreakTheServer() {
    read(64, message('Z', "I"));
    assertThat(server.isBroken()).isTrue();
  }

  @Test
  void aDoomedClientIsRefusedUntilItRollsBack() throws Refusal {
    client.doom().pronounce("too late");
    Buffer out = new Buffer();
    byte[] all =
        join(
            parse("", "insert into t values (1)"),
            bind(""),
            message('S'),
            message('Q', " rollback ;\0"));
    assertThat(client.doom().answer(all, 0, all.length, out)).isEqualTo(all.length);
    byte[] answers = new byte[out.size()];
    out.take(answers, 0, answers.length);
    String text = new String(answers, StandardCharsets.ISO_8859_1);
    assertThat(text).contains("C25P02").contains("Mtoo late").contains("ROLLBACK");
    assertThat(client.doom().stands()).isFalse();
    assertThat(client.status()).isEqualTo('I');
  }

  @Test
  void whoeverIsSentAwayReadsTheMessageThatHasBegunAndNoneAfterIt() throws Refusal {
    sent(message('Q', "select 1\0"));
    byte[] row = message('D', "\0\1\0\0\0\1x");
    assertThat(read(6, java.util.Arrays.copyOf(row, 6))).hasSize(6);
    server.mute();
    byte[] rest = java.util.Arrays.copyOfRange(row, 6, row.length);
    byte[] error = message('E', "SERROR\0C57014\0Mcancelled\0\0");
    assertThat(read(5, rest, row, error, message('Z', "I"))).isEqualTo(rest);
    assertThat(server.isAtRest()).isTrue();
    server.detach();
    server.attach(newClient());
    assertThat(read(64, row)).isEqualTo(row);
  }

  private static byte[] query(String sql) {
    return message('Q', sql, "\0");
  }

  @Test
  void whatWasAnsweredIsNotAskedAgainThoughTheServerLeavesInTheSameBreath() throws Refusal {
    byte[] done = join(message('C', "INSERT 0 1\0"), message('Z', "I"));
    byte[] farewell = message('E', FATAL);
    sent(query("insert"), query("select 1"));
    assertThat(read(256, done, farewell)).as("the second is told").isEqualTo(join(done, farewell));
    assertThat(server.leftAtOnce()).isFalse();
    assertThat(server.farewell()).isNull();
  }

  @Test
  void aFarewellBehindTheLastAnswerIsNoAnswer() throws Refusal {
    byte[] done = join(message('C', "INSERT 0 1\0"), message('Z', "I"));
    for (int size : new int[] {1, 7, 256}) {
      meet();
      sent(query("insert"));
      assertThat(read(size, done, message('E', FATAL))).isEqualTo(done);
      assertThat(server.farewell().sqlState()).isEqualTo("57P01");
      assertThat(server.leftAtOnce()).isFalse();
    }
  }

  @Test
  void aFarewellInsideATransactionIsForTheClient() throws Refusal {
    byte[] begun = join(message('C', "BEGIN\0"), message('Z', "T"));
    sent(query("begin"));
    assertThat(read(256, begun, message('E', FATAL))).isEqualTo(join(begun, message('E', FATAL)));
    assertThat(server.farewell()).isNull();
  }

  @Test
  void aFarewellBeforeAnyAnswerIsToldApart() throws Refusal {
    sent(query("select 1"));
    read(256, message('E', FATAL));
    assertThat(server.leftAtOnce()).isTrue();
    assertThat(server.farewell()).isNull();
  }

  private static byte[] execute() {
    return message('E', "\0\0\0\0\0");
  }

  @Test
  void answersToAFlushEndNoTransaction() throws Refusal {
    sent(parse("", "insert"), bind(""), execute(), message('H'));
    read(64, message('1'), message('2'), message('C', "INSERT 0 1\0"));
    assertThat(server.owesAnswers()).isFalse();
    assertThat(server.isAtRest()).as("its implicit transaction is open").isFalse();
    assertThat(server.isInTransaction()).isTrue();
    sent(message('S'));
    read(64, message('Z', "I"));
    assertThat(server.isAtRest()).isTrue();
    assertThat(server.isInTransaction()).isFalse();
  }

  @Test
  void aSyncThatACopyTakesNoNoticeOfEndsNothing() throws Refusal {
    sent(parse("", "copy t from stdin"), bind(""), execute(), message('S'));
    read(64, message('1'), message('2'), message('G', "\0\0\0"));
    sent(message('c'));
    read(64, message('C', "COPY 0\0"));
    assertThat(server.isAtRest()).isFalse();
    sent(message('S'));
    read(64, message('Z', "I"));
    assertThat(server.isAtRest()).isTrue();
  }

  private void keepOne() {
    client =
        new ClientSession(
            tracked,
            texts,
            new String[tracked.size()],
            new ClientSession.Rules(
                true, 1, true, true, Integer.MAX_VALUE, ClientSession.Uncarried.REPORT));
    server.attach(client);
  }

  /** It closed the oldest statement for ever, since a closing that is passed over is taken back. */
  @Test
  @Timeout(10)
  void aFullServerThatPassesOverEverythingIsSentNothingToHold() throws Refusal {
    keepOne();
    sent(parse("a", "select 1"), message('S'));
    read(64, message('1'), message('Z', "I"));
    sent(parse("", "selec"), message('H'));
    read(64, message('E', "SERROR\0VERROR\0C42601\0Msyntax error\0\0"));
    assertThat(sent(parse("b", "select 2"))).doesNotContain("select 2");
    sent(message('S'));
    read(64, message('Z', "I"));
    assertThat(server.preparedStatements()).isEqualTo(1);
    assertThat(sent(bind("a"), message('S'))).startsWith("B").doesNotContain("select 1");
    assertThatThrownBy(() -> sent(bind("b"))).hasMessage("prepared statement did not exist");
  }

  @Test
  void whatAnErrorTakesBackIsTakenBackTheLastFirst() throws Refusal {
    keepOne();
    sent(parse("b", "select 2"), message('S'));
    read(64, message('1'), message('Z', "I"));
    sent(parse("a", "select 1"), message('S'));
    read(64, message('3'), message('1'), message('Z', "I"));
    sent(parse("", "selec"), bind("b"), bind("a"), message('S'));
    read(64, message('E', "SERROR\0VERROR\0C42601\0Msyntax error\0\0"), message('Z', "I"));
    assertThat(sent(bind("b"), message('S'))).as("the server has a").contains("select 2");
  }

  @Test
  void whatIsLeftOfAFailedCopyIsPassedOver() throws Refusal {
    byte[] rest = join(message('d', "row"), message('c'), message('H'));
    for (int size = 1; size <= rest.length; size++) {
      int passed = 0;
      for (int end = size; passed < rest.length; end = Math.min(rest.length, end + size)) {
        passed = client.skipStray(rest, passed, end);
      }
      assertThat(client.isInsideMessage()).isFalse();
    }
    byte[] asks = query("select 1");
    assertThat(client.skipStray(asks, 0, asks.length)).isZero();
  }

  @Test
  void aParameterThatTheServerDoesNotReportFollowsItsClientAllTheSame() throws Refusal {
    String[] values = new String[tracked.size()];
    values[tracked.index("search_path")] = "tenant_a";
    client = new ClientSession(tracked, texts, values, TRANSACTION);
    server.detach();
    server.attach(client);
    assertThat(sent(query("select 1"))).contains("tenant_a");
    read(64, message('C', "SELECT 1\0"), message('Z', "I"));
    read(64, message('C', "SELECT 1\0"), message('Z', "I"));
    assertThat(client.values()[tracked.index("search_path")]).isEqualTo("tenant_a");
    server.detach();
    server.attach(newClient());
    assertThat(new String(server.out().array(), 0, server.out().end(), StandardCharsets.US_ASCII))
        .as("nobody else works in it")
        .contains("RESET search_path");
  }

  @Test
  void whatARollbackMayHaveTakenBackIsGivenToTheNextClientAnew() throws Refusal {
    String set = "set session characteristics as transaction isolation level serializable";
    for (String end : new String[] {"ROLLBACK", "RESET"}) {
      meet();
      sent(query("begin"));
      read(64, message('C', "BEGIN\0"), message('Z', "T"));
      sent(query(set));
      read(64, message('C', "SET\0"), message('Z', "T"));
      sent(query(end));
      read(64, message('C', end, "\0"), message('Z', "I"));
      server.detach();
      String[] values = new String[tracked.size()];
      values[tracked.index("default_transaction_isolation")] = "serializable";
      client = new ClientSession(tracked, texts, values, TRANSACTION);
      server.attach(client);
      assertThat(sent(query("select 1"))).contains("default_transaction_isolation");
      read(64, message('C', "SELECT 1\0"), message('Z', "I"));
      assertThat(client.values()[tracked.index("default_transaction_isolation")])
          .isEqualTo("serializable");
    }
  }

  @Test
  void characteristicsThatAreSetInATransactionAreKnown() throws Refusal {
    String set = "set session characteristics as transaction isolation level serializable";
    // As pgjdbc sends it: two requests in one go.
    sent(query("BEGIN"), parse("", set), bind(""), execute(), message('S'));
    read(64, message('C', "BEGIN\0"), message('Z', "T"), message('1'), message('2'));
    read(64, message('C', "SET\0"), message('Z', "T"));
    assertThat(client.values()[tracked.index("default_transaction_isolation")])
        .isEqualTo("serializable");
  }
}
