package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.jdbc.Pools;

/** What a pool that listens refuses at its start it refuses while it runs, in the same words. */
class RefusedReloadIT {
  private static void change(Operations pool, String old, String fresh) throws Exception {
    Path ini = pool.configuration().file().orElseThrow();
    Files.writeString(ini, Files.readString(ini).replace(old, fresh));
  }

  private static void assertRefused(Throwable refused, String message, String detail) {
    assertThat(refused).isInstanceOf(ConsoleException.class).hasMessage(message);
    assertThat(((ConsoleException) refused).detail()).startsWith(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "pam, auth_type = pam: Java cannot ask PAM; let ldap",
    "cert, auth_type = cert needs certificates that somebody vouches for",
  })
  void aReloadLetAWayToProveInThatTheStartRefused(String way, String words) throws Exception {
    assertThatThrownBy(() -> ListeningPool.with("auth_type = " + way))
        .hasMessageStartingWith(words);
    try (ListeningPool pool = ListeningPool.with("auth_type = trust", "default_pool_size = 3")) {
      Operations operations = pool.pooler().operations();
      change(operations, "auth_type = trust", "auth_type = " + way);
      change(operations, "default_pool_size = 3", "default_pool_size = 4");
      assertThatThrownBy(operations::reload)
          .satisfies(
              refused ->
                  assertRefused(refused, "RELOAD failed, see logs for additional details", words));
      assertThatThrownBy(() -> pool.pooler().console().set("auth_type", way))
          .satisfies(refused -> assertRefused(refused, "SET failed", words));
      assertThat(operations.configuration().authType()).isEqualTo(AuthType.TRUST);
      assertThat(operations.configuration().integer(Setting.DEFAULT_POOL_SIZE)).isEqualTo(3);
      try (RawClient client = RawClient.of(pool)) {
        assertThat(client.query("select 1").types()).isEqualTo("TDCZ");
      }
    }
  }

  /** Without a listener there is nobody whom PAM or a certificate would have to prove. */
  @Test
  void aPoolThatDoesNotListenTakesThemAsItDoesAtItsStart() throws Exception {
    try (Pools pool = Pools.with("auth_type = pam")) {
      pool.pooler().operations().reload();
      assertThat(pool.pooler().configuration().authType()).isEqualTo(AuthType.PAM);
    }
  }
}
