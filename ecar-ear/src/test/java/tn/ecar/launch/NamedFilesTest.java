package tn.ecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.config.Configuration;

class NamedFilesTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void aRelativeDirectoryIsThatOfThePersonAndNotOfTheServer() {
    assertThat(
            NamedFiles.inFull(
                Map.of(
                    "ECAR_BACKUP_DIR", "backups",
                    "ECAR_BACKUP_KEY_FILE", "../key",
                    "ECAR_MESSAGES", "./sms",
                    "ECAR_ARCHIVE_DIR", "/srv/archive",
                    "ECAR_POOL_AUTH_FILE", "",
                    "ECAR_POOL_UNIX_SOCKET_DIR", "@ecar",
                    "ECAR_MAIL_HOST", "mail")))
        .isEqualTo(
            Map.of(
                "ECAR_BACKUP_DIR", HERE.resolve("backups").toString(),
                "ECAR_BACKUP_KEY_FILE", HERE.resolveSibling("key").toString(),
                "ECAR_MESSAGES", HERE.resolve("sms").toString(),
                "ECAR_ARCHIVE_DIR", "/srv/archive",
                "ECAR_POOL_AUTH_FILE", "",
                "ECAR_POOL_UNIX_SOCKET_DIR", "@ecar",
                "ECAR_MAIL_HOST", "mail"));
  }

  @Test
  void aRelativeFileOfAnIniIsThatOfThePersonAsWithPgBouncer() throws Exception {
    Path ini =
        Files.writeString(
            directory.resolve("pgbouncer.ini"),
            """
            [databases]
            garage = host=localhost
            [pgbouncer]
            auth_file = userlist.txt
            auth_hba_file = /etc/pgbouncer/hba.conf
            client_tls_key_file = tls/pool.key
            """);

    assertThat(NamedFiles.of(Configuration.read(ini, Map.of())))
        .isEqualTo(
            Map.of(
                "ECAR_POOL_AUTH_FILE", HERE.resolve("userlist.txt").toString(),
                "ECAR_POOL_CLIENT_TLS_KEY_FILE", HERE.resolve("tls/pool.key").toString()));
  }
}
