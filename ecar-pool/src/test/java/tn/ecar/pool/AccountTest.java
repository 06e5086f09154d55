package tn.ecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.protocol.ServerSession;

/** What counts as a request and as a transaction, and how long it took. */
class AccountTest {
  private static final String READY = message('Z', "I");
  private static final String IN_TRANSACTION = message('Z', "T");
  private static final String DONE = message('C', "SELECT 1\0");

  private final PlayedEngine played = new PlayedEngine("pool_mode = session");
  private Client client;
  private ServerSession server;
  private Account account;

  /** A message of the protocol, a letter for each byte. */
  private static String message(char type, String body) {
    byte[] length = ByteBuffer.allocate(4).putInt(body.length() + 4).array();
    return type + new String(length, StandardCharsets.ISO_8859_1) + body;
  }

  @BeforeEach
  void aClientHasAServerThatItKeeps() throws Exception {
    client = played.holding("a", "ecar_user");
    server = client.server().session();
    server.attach(client.session());
    account = new Account(played.engine.statistics("a"), client);
    account.leased(server, played.engine.now());
  }

  private void asks(String messages) throws Exception {
    if (!server.owesAnswers()) {
      account.begins(server, played.engine.now());
    }
    byte[] bytes = messages.getBytes(StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < bytes.length) {
      at = client.session().forward(bytes, at, bytes.length, server);
    }
    server.out().clear();
  }

  private void isAnswered(String messages) {
    byte[] bytes = messages.getBytes(StandardCharsets.ISO_8859_1);
    server.scan(bytes, 0, bytes.length);
    account.answered(server, played.engine.now());
  }

  private static String query(String sql) {
    return message('Q', sql + "\0");
  }

  private void passes(int seconds) {
    played.clock.advance(Duration.ofSeconds(seconds));
  }

  private Totals totals() {
    return played.engine.statistics("a").totals();
  }

  @Test
  void thinkingBetweenTwoTransactionsIsInNeither() throws Exception {
    asks(query("select 1"));
    passes(1);
    isAnswered(DONE + READY);
    passes(60);
    asks(query("select 2"));
    passes(2);
    isAnswered(DONE + READY);
    assertThat(totals().xacts()).isEqualTo(2);
    assertThat(totals().xactTime()).isEqualTo(3_000_000);
    assertThat(totals().queryTime()).isEqualTo(3_000_000);
  }

  @Test
  void thinkingInsideATransactionIsItsTimeButNoQuerys() throws Exception {
    asks(query("begin"));
    isAnswered(message('C', "BEGIN\0") + IN_TRANSACTION);
    passes(10);
    asks(query("commit"));
    passes(1);
    isAnswered(message('C', "COMMIT\0") + READY);
    assertThat(totals().xacts()).isEqualTo(1);
    assertThat(totals().xactTime()).isEqualTo(11_000_000);
    assertThat(totals().queries()).isEqualTo(2);
    assertThat(totals().queryTime()).isEqualTo(1_000_000);
  }

  @Test
  void newsThatNobodyAskedForIsNeitherQueryNorTransaction() throws Exception {
    asks(query("listen news"));
    isAnswered(message('C', "LISTEN\0") + READY);
    for (int minute = 0; minute < 3; minute++) {
      passes(60);
      isAnswered(message('A', "\0\0\0\1news\0\0"));
    }
    assertThat(totals().queries()).isEqualTo(1);
    assertThat(totals().xacts()).isEqualTo(1);
    assertThat(totals().queryTime()).isZero();
    assertThat(client.doing().idlesFor(played.engine.now())).isEqualTo(180_000_000);
  }

  @Test
  void whoAsksOnBeforeItIsAnsweredIsCountedForEachRequest() throws Exception {
    asks(query("select 1") + query("select 2") + query("select 3"));
    passes(1);
    isAnswered(DONE + READY + DONE + READY);
    passes(1);
    isAnswered(DONE + READY);
    assertThat(totals().queries()).isEqualTo(3);
    assertThat(totals().xacts()).isEqualTo(3);
    assertThat(totals().queryTime()).isEqualTo(2_000_000);
    assertThat(totals().xactTime()).isEqualTo(2_000_000);
  }

  @Test
  void whatAFlushBringsIsNoQueryUntilTheSync() throws Exception {
    asks(message('P', "\0select 1\0\0\0") + message('H', ""));
    passes(1);
    isAnswered(message('1', ""));
    assertThat(totals().queries()).isZero();
    asks(message('S', ""));
    passes(1);
    isAnswered(READY);
    assertThat(totals().queries()).isEqualTo(1);
    assertThat(totals().queryTime()).isEqualTo(2_000_000);
  }
}
