package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.protocol.Buffer;

class CommandTest {
  private final RecordedPooler pooler = new RecordedPooler();
  private final Console console = new Console(pooler);

  @Test
  void commands_are_taken_apart() throws ConsoleException {
    assertThat(Command.parse(" pause  \"odd \"\"db\"\"\" ; "))
        .isEqualTo(new Command.Simple("PAUSE", Optional.of("odd \"db\"")));
    assertThat(Command.parse("reload")).isEqualTo(new Command.Simple("RELOAD", Optional.empty()));
    assertThat(Command.parse("SET a=b")).isEqualTo(new Command.Assignment("a", "b"));
    assertThat(Command.parse("set a TO 'it''s';")).isEqualTo(new Command.Assignment("a", "it's"));
    assertThat(Command.parse(" ; ")).isEqualTo(new Command.Empty());
  }

  /** Each character took a frame of the stack; no Error is answered on the wire. */
  @ParameterizedTest
  @ValueSource(ints = {10_000, 1_000_000})
  void aLongQuotedTextOverflowedTheStack(int length) throws ConsoleException {
    String text = "it''s ".repeat(length / 6);
    assertThat(Command.parse("SET a = '" + text + "'"))
        .isEqualTo(new Command.Assignment("a", text.replace("''", "'")));
    assertThatThrownBy(() -> Command.parse("SET a = '" + text))
        .isInstanceOf(ConsoleException.class);
    String name = "an odd \"\"name\"\" ".repeat(length / 16);
    assertThat(Command.parse("PAUSE \"" + name + "\";"))
        .isEqualTo(new Command.Simple("PAUSE", Optional.of(name.replace("\"\"", "\""))));
    assertThatThrownBy(() -> Command.parse("PAUSE \"" + name)).isInstanceOf(ConsoleException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FROB                  | 08P01 | invalid command 'FROB', use SHOW HELP;
          SHOW                  | 08P01 | invalid command 'SHOW', use SHOW HELP;
          SHOW NOTHING          | 08P01 | invalid command 'SHOW NOTHING', use SHOW HELP;
          SELECT 1              | 08P01 | invalid command 'SELECT 1', use SHOW HELP;
          PAUSE a b             | 08P01 | invalid command 'PAUSE a b', use SHOW HELP;
          PAUSE nowhere         | 08P01 | no such database: nowhere
          PAUSE pgbouncer       | 08P01 | cannot pause admin db: pgbouncer
          KILL pgbouncer        | 08P01 | cannot kill admin db: pgbouncer
          DISABLE pgbouncer     | 08P01 | cannot disable admin db: pgbouncer
          RECONNECT pgbouncer   | 08P01 | cannot reconnect admin db: pgbouncer
          ENABLE                | 08P01 | a database is required
          DISABLE               | 08P01 | a database is required
          RELOAD now            | 08P01 | bad arguments
          KILL_CLIENT           | 08P01 | bad arguments
          KILL_CLIENT x         | 08P01 | invalid client pointer supplied
          RESUME                | 08P01 | pooler is not paused/suspended
          RELOAD                | F0000 | RELOAD failed, see logs for additional details
          SET listen_port=1     | 08P01 | SET failed
          SET pool_mode=none    | 08P01 | SET failed
          SET nonsense=1        | 08P01 | SET failed
          SHUTDOWN NOW          | 08P01 | bad arguments
          SUSPEND x             | 08P01 | bad arguments
          """)
  void refusals_have_the_contracts_words(String command, String state, String message) {
    assertThatThrownBy(() -> console.answer(command, ConsoleRole.ADMIN))
        .isInstanceOfSatisfying(
            ConsoleException.class,
            refused -> {
              assertThat(refused).hasMessage(message);
              assertThat(refused.sqlState()).isEqualTo(state);
            });
    assertThat(pooler.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAUSE", "RELOAD", "KILL ecar_db", "SET default_pool_size=1", "SHOW FDS"})
  void a_stats_user_changes_nothing(String command) {
    assertThatThrownBy(() -> console.answer(command, ConsoleRole.STATS))
        .hasMessage("admin access needed");
    assertThat(pooler.commands).isEmpty();
  }

  @Test
  void a_stats_user_sees_the_rest() throws ConsoleException {
    for (ShowCommand show : ShowCommand.values()) {
      if (!show.adminOnly()) {
        assertThat(console.answer("show " + show.name() + ";", ConsoleRole.STATS))
            .isInstanceOf(Answer.Rows.class);
      }
    }
  }

  @Test
  void tags_are_the_commands_words() throws ConsoleException {
    assertThat(console.answer("pause", ConsoleRole.ADMIN)).isEqualTo(new Answer.Done("PAUSE"));
    assertThat(console.answer("set reserve_pool_timeout = '1.5'", ConsoleRole.ADMIN))
        .isEqualTo(new Answer.Done("SET reserve_pool_timeout=1.5"));
    assertThat(console.answer("SET client_encoding TO 'UTF8'", ConsoleRole.STATS))
        .isEqualTo(new Answer.Noticed("SET ignored", "", "SET"));
  }

  @Test
  void roles_come_from_the_configuration() {
    Configuration configuration =
        Configuration.read(
            null, Map.of("ECAR_POOL_ADMIN_USERS", "a, b", "ECAR_POOL_STATS_USERS", "c"));

    assertThat(ConsoleRole.of(configuration, "b")).hasValue(ConsoleRole.ADMIN);
    assertThat(ConsoleRole.of(configuration, "c")).hasValue(ConsoleRole.STATS);
    assertThat(ConsoleRole.of(configuration, "d")).isEmpty();
  }

  @Property
  void any_text_is_answered(@ForAll String text) {
    Buffer asked = new Buffer();
    int mark = asked.begin('Q');
    asked.append(text.replace("\0", "").getBytes(StandardCharsets.UTF_8)).append(0);
    asked.finish(mark);
    Buffer answers = new Buffer();

    int taken =
        new ConsoleSession(console, ConsoleRole.STATS, () -> {}, () -> {})
            .receive(asked.array(), asked.start(), asked.end(), answers);

    assertThat(taken).isEqualTo(asked.end());
    assertThat(answers.array()[answers.end() - 6]).isEqualTo((byte) 'Z');
  }

  @Property
  void rubbish_never_breaks_a_session(@ForAll byte[] bytes) {
    int taken =
        new ConsoleSession(console, ConsoleRole.STATS, () -> {}, () -> {})
            .receive(bytes, 0, bytes.length, new Buffer());

    assertThat(taken).isBetween(0, bytes.length);
  }
}
