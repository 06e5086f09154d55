package tn.ecar.batch.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupSettingsTest {
  private static Map<String, String> variables(String name, String value) {
    Map<String, String> variables = new HashMap<>();
    for (String each : new String[] {"HOST", "PORT", "DATABASE", "USER", "PASSWORD", "DIR"}) {
      variables.put("ECAR_BACKUP_" + each, "x");
    }
    variables.put(name, value);
    return variables;
  }

  @Test
  void aKeyOutsideOfItsFileIsRefusedAndNotShown() {
    String key = "0f".repeat(32);

    assertThatThrownBy(() -> BackupSettings.of(variables("ECAR_BACKUP_KEY", key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ECAR_BACKUP_KEY is set")
        .hasMessageContaining("ECAR_BACKUP_KEY_FILE")
        .hasMessageNotContaining(key);
  }

  @Test
  void aKeyInItsFileIsTaken() {
    assertThat(BackupSettings.of(variables("ECAR_BACKUP_KEY_FILE", "/etc/ecar/key")).keyFile())
        .contains(Path.of("/etc/ecar/key"));
  }
}
