package tn.ecar.batch.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a pool a job takes, by figures as the console tells them. */
class PoolShareTest {
  private final AtomicInteger looks = new AtomicInteger();

  private PoolShare share(String percent, int size, int busy, int... waiting) {
    return share(64, percent, size, busy, waiting);
  }

  private PoolShare share(int processors, String percent, int size, int busy, int... waiting) {
    return new PoolShare(
        () -> console(size, busy, waiting),
        Map.of("DB_NAME", "ecar_db", PoolShare.VARIABLE, percent),
        processors);
  }

  private DataSource console(int size, int busy, int... waiting) {
    List<Map<String, Object>> databases =
        List.of(
            Map.of("name", "other", "pool_size", 99), Map.of("name", "ecar_db", "pool_size", size));
    Statement statement =
        proxy(
            Statement.class,
            (name, sql) -> {
              if (!"executeQuery".equals(name)) {
                return null;
              }
              if ("SHOW DATABASES".equals(sql)) {
                return rows(databases);
              }
              int look = Math.min(looks.getAndIncrement(), waiting.length - 1);
              return rows(
                  List.of(
                      Map.of("database", "other", "sv_active", 50, "cl_waiting", 50),
                      Map.of(
                          "database", "ecar_db", "sv_active", busy, "cl_waiting", waiting[look])));
            });
    Connection connection =
        proxy(
            Connection.class,
            (name, argument) -> "createStatement".equals(name) ? statement : null);
    return proxy(
        DataSource.class, (name, argument) -> "getConnection".equals(name) ? connection : null);
  }

  private static ResultSet rows(List<Map<String, Object>> rows) {
    Iterator<Map<String, Object>> all = rows.iterator();
    Map<?, ?>[] current = new Map<?, ?>[1];
    return proxy(
        ResultSet.class,
        (name, column) -> {
          if ("next".equals(name)) {
            boolean more = all.hasNext();
            current[0] = more ? all.next() : null;
            return more;
          }
          return name.startsWith("get") ? current[0].get(column) : null;
        });
  }

  @FunctionalInterface
  private interface Answer {
    Object to(String method, Object argument);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answer.to(method.getName(), arguments == null ? null : arguments[0])));
  }

  @ParameterizedTest
  @CsvSource({
    // percent, size, busy, waiting, at most, now
    "25, 20, 0, 0, 5, 5",
    "25, 20, 17, 0, 5, 3",
    "25, 20, 17, 2, 5, 1",
    "25, 20, 20, 7, 5, 1",
    "10, 4, 0, 0, 1, 1",
    "100, 8, 2, 0, 8, 6"
  })
  void aJobTakesItsShareAndNoMoreThanIsFree(
      String percent, int size, int busy, int waiting, int most, int now) {
    assertThat(share(percent, size, busy, waiting).most()).isEqualTo(most);
    assertThat(share(percent, size, busy, waiting).now()).isEqualTo(now);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "9, 4", "10, 5", "64, 5"})
  void halfOfTheProcessorsStayFreeOfJobs(int processors, int now) {
    assertThat(share(processors, "25", 20, 0, 0).now()).isEqualTo(now);
    assertThat(share(processors, "25", 20, 0, 0).most()).isEqualTo(5);
  }

  @Test
  void itStandsBackWhileClientsWait() {
    share("25", 20, 20, 3, 2, 1, 0).standBack();

    assertThat(looks).hasValue(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "101", "-5", "half", "2.5"})
  void aShareThatIsNoneIsRefused(String percent) {
    assertThatThrownBy(() -> share(percent, 20, 0, 0))
        .hasMessage(
            "ECAR_JOBS_POOL_SHARE='"
                + percent
                + "' must be a whole number of percent,"
                + " from 1 to 100.");
  }
}
