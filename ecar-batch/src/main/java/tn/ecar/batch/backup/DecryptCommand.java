package tn.ecar.batch.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code ./ecar decrypt KEYFILE BACKUP}: writes what {@code pg_restore} takes to standard output.
 * What has been written before an error is not to be used: the status says so.
 */
public final class DecryptCommand {
  private DecryptCommand() {}

  /** Runs it; the status is 0 only if all of the file was proved and written. */
  public static void main(String[] words) {
    if (words.length != 2) {
      System.err.println("usage: ./ecar decrypt KEYFILE BACKUP > FILE.dump");
      System.exit(2);
    }
    // Not System.out: a PrintStream keeps to itself that the disk is full.
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(words[1])))) {
      BackupKey.read(Path.of(words[0])).decrypt(in, out);
      out.flush();
    } catch (IOException | BackupRefused e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
