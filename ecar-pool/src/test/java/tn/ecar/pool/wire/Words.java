package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Compares what a client is told with the contract, to the letter. */
final class Words {
  /** The contract's one SQLSTATE. */
  private static final String CODE = "08P01";

  private Words() {}

  /** The client's last message is this refusal of the pool's own, and then its connection ends. */
  static void assertSentAway(RawClient client, String words) {
    assertSentAway(client, CODE, words);
  }

  /** The same with a server's own SQLSTATE. */
  static void assertSentAway(RawClient client, String code, String words) {
    assertTold(client.last(), "FATAL", code, words);
  }

  /** A command of the console is refused with this, and the console goes on. */
  static void assertRefused(RawClient console, String command, String words) throws Exception {
    List<RawClient.Answer> told = console.query(command).until('Z');
    assertThat(RawClient.types(told)).as(command).isEqualTo("EZ");
    assertTold(told.get(0), "ERROR", CODE, words);
  }

  private static void assertTold(
      RawClient.Answer told, String severity, String code, String words) {
    assertThat(told.type()).isEqualTo('E');
    assertThat(told.field('M')).isEqualTo(words);
    assertThat(told.field('C')).as(words).isEqualTo(code);
    assertThat(told.field('S')).as(words).isEqualTo(severity);
  }
}
