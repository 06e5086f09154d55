package tn.ecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRecordTest {
  private static final String SECRET = "0f0f0f";

  @TempDir private Path data;

  @Test
  void aKeyOrAGatewaysSecretIsNotWrittenDown() throws Exception {
    Files.createDirectories(data.resolve("secrets"));
    Map<String, String> variables = new HashMap<>();
    for (String name :
        new String[] {
          "ECAR_BACKUP_KEY",
          "ECAR_SMS_AUTHORIZATION",
          "ECAR_SMS_URL",
          "ECAR_MAIL_PASSWORD",
          "ECAR_POOL_AUTH_LDAP_OPTIONS",
          "DB_PASSWORD"
        }) {
      variables.put(name, SECRET);
    }
    variables.put("ECAR_POOL_CLIENT_TLS_KEY_FILE", "/etc/ecar/tls.key");
    variables.put("PGHOST", "127.0.0.1");

    new StartRecord(8080, true, variables).keepIn(data);

    assertThat(Files.readString(data.resolve("secrets/started"))).doesNotContain(SECRET);
    assertThat(StartRecord.of(data).orElseThrow().environment())
        .isEqualTo(
            Map.of("ECAR_POOL_CLIENT_TLS_KEY_FILE", "/etc/ecar/tls.key", "PGHOST", "127.0.0.1"));
  }
}
