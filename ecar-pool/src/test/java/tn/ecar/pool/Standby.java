package tn.ecar.pool;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real standby, made as pg_basebackup makes one. */
public final class Standby {
  private Standby() {}

  /**
   * Starts one that follows a server from now on.
   *
   * @param data its data directory, which is not there yet
   */
  public static EmbeddedPostgres of(EmbeddedPostgres primary, Path data)
      throws SQLException, IOException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + primary.getPort() + "/postgres", "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('copy', true)");
      try (ResultSet from = statement.executeQuery("show data_directory")) {
        from.next();
        copy(Path.of(from.getString(1)), data);
      }
      try (ResultSet label =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        label.next();
        Files.writeString(data.resolve("backup_label"), label.getString(1));
      }
    }
    Files.createFile(data.resolve("standby.signal"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 user=postgres port=" + primary.getPort() + "'\n");
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path each : all) {
      Path relative = from.relativize(each);
      if (Files.isDirectory(each)) {
        Files.createDirectories(to.resolve(relative));
      } else if (!relative.startsWith("pg_wal")
          && !relative.startsWith("postmaster.pid")
          && !relative.startsWith("epg-lock")) {
        Files.copy(each, to.resolve(relative));
      }
    }
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
  }
}
