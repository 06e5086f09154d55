package tn.ecar.pool.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.protocol.Trace.Kind;

/** Which statements leave something behind, told by their first words. */
class HeadsTest {
  private static Trace trace(String sql) {
    byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
    return Heads.of(text, 0, text.length);
  }

  private static final String LEFT_BEHIND =
      """
      set work_mem = '1MB' | SET | work_mem
      SET SESSION work_mem TO 5 | SET | work_mem
      set time zone 'UTC' | SET | TimeZone
      set names 'UTF8' | SET | client_encoding
      set role auditor | SET | role
      set session authorization x | SET | session_authorization
      set my.own = 1 | SET | my.own
      listen "the news" | LISTEN | "the news"
      LOAD 'auto_explain' | LOAD | 'auto_explain'
      prepare p (int) as select $1 | PREPARE | p
      declare c scroll cursor with hold for select 1 | CURSOR | c
      declare c no scroll cursor with hold for x | CURSOR | c
      create temp table t (i int) | TEMPORARY | t
      create or replace local temporary view v as x | TEMPORARY | v
      create temp table if not exists t as select 1 | TEMPORARY | t
      select 1, pg_advisory_lock(3) | ADVISORY_LOCK | pg_advisory_lock
      select pg_try_advisory_lock_shared (3) | ADVISORY_LOCK | pg_try_advisory_lock_shared
      with x as (select 1) select PG_ADVISORY_LOCK(1) | ADVISORY_LOCK | PG_ADVISORY_LOCK
      """;

  static Stream<String> leftBehind() {
    return LEFT_BEHIND.lines();
  }

  @ParameterizedTest
  @MethodSource("leftBehind")
  void is_left_behind(String line) {
    String[] parts = line.split(" [|] ");
    assertThat(trace(parts[0])).isEqualTo(new Trace(Kind.valueOf(parts[1]), parts[2]));
    assertThat(trace(" /* a /* b */ c */ -- d \n" + parts[0] + " ;"))
        .extracting(Trace::kind)
        .isEqualTo(Kind.valueOf(parts[1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "select 1",
        "selec",
        "se",
        "s",
        "set",
        "select 'settings'",
        "savepoint x",
        "start transaction",
        "show work_mem",
        "prepare transaction 'x'",
        "declare c cursor for select 'with hold'",
        "declare c cursor without hold for select 1",
        "create table t (i int)",
        "create temp table t (i int) on commit  drop",
        "select pg_advisory_xact_lock(1)",
        "select pg_advisory_unlock(1)",
        "unlisten *",
        "delete from t",
        "lock table t",
        "update t set x = 1"
      })
  void leaves_nothing_behind(String sql) {
    assertThat(trace(sql)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set local work_mem = 1",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "set session characteristics as transaction read only"
      })
  void ends_with_its_transaction_or_is_carried(String sql) {
    assertThat(trace(sql)).isEqualTo(Trace.OF_TRANSACTION);
  }

  private static String all(String sql) {
    byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
    var traces = Heads.ofAll(text, 0, text.length);
    return traces == null
        ? ""
        : String.join(
            " ", traces.stream().map(trace -> trace == null ? "-" : trace.kind() + "").toList());
  }

  @Test
  void of_several_statements_each_is_looked_at() {
    assertThat(all("select 1; set work_mem = 1; listen x")).isEqualTo("- SET LISTEN");
    assertThat(all("begin; set local x.y = ';'; commit;")).isEqualTo("- null -");
    assertThat(all("select ';set x=1'; select E'\\';set x=1'; select $a$;set x=1$a$")).isEmpty();
    assertThat(all("select \";set x\" ; /* ; listen */ ; ; listen y")).isEqualTo("- LISTEN");
    assertThat(all("select 'it''s; set x = 1'; -- ; listen x\n set y = 2")).isEqualTo("- SET");
    assertThat(all("; ;")).isEmpty();
  }

  @Test
  void nonsense_does_no_harm() {
    Random random = new Random(7);
    String letters = "set lisn$'\"/*-;()E\\prdch_agv\n\u00e9";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder sql = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        sql.append(letters.charAt(random.nextInt(letters.length())));
      }
      all(sql.toString());
      trace(sql.toString());
    }
  }
}
