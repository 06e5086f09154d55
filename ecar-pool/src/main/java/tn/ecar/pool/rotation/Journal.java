package tn.ecar.pool.rotation;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.PrivateFile;
import tn.ecar.pool.config.ServerAddress;

/**
 * What must not be lost of a rotation: it is on the disk before anything is done, and again after
 * each step, so that whoever starts next can go on or turn back. It lies beside auth_file, for its
 * owner alone, from the first step to the end of the window.
 *
 * @param form what PostgreSQL keeps of the new secret: md5 or scram-sha-256
 * @param secret the new one, in clear
 * @param old digests of what auth_file held before; only that is forgotten at the end
 * @param changed the hosts whose role was given the new secret, or was about to be
 */
record Journal(
    String user,
    Step step,
    String form,
    Instant begun,
    Instant forgetAt,
    String secret,
    List<String> old,
    Set<String> changed) {
  static final String MD5 = "md5";
  static final String SCRAM = "scram-sha-256";

  private static final String MIDDLE = ".rotation.";

  /** How a file's name ends until its text is whole. */
  private static final String HALF_WRITTEN = ".new";

  /** PostgreSQL's own scram_iterations when nobody sets it. */
  private static final int ITERATIONS = 4096;

  Journal {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(secret, "secret");
    old = List.copyOf(old);
    changed = Set.copyOf(changed);
  }

  /** One of a rotation that begins. */
  Journal(
      String user,
      Step step,
      String form,
      Instant begun,
      Instant forgetAt,
      String secret,
      List<String> old) {
    this(user, step, form, begun, forgetAt, secret, old, Set.of());
  }

  Journal reached(Step next) {
    return new Journal(user, next, form, begun, forgetAt, secret, old, changed);
  }

  Journal until(Instant end) {
    return new Journal(user, step, form, begun, end, secret, old, changed);
  }

  /** With one more host that was changed. */
  Journal with(ServerAddress host) {
    Set<String> all = new TreeSet<>(changed);
    all.add(host.toString());
    return new Journal(user, step, form, begun, forgetAt, secret, old, all);
  }

  boolean hasChanged(ServerAddress host) {
    return changed.contains(host.toString());
  }

  Secret clear() {
    return new Secret.Clear(secret);
  }

  /** What PostgreSQL is to keep: never the clear text, which would stand in its log and ours. */
  String kept() {
    return form.equals(MD5)
        ? Md5.hash(user, secret).text()
        : ScramServer.verifier(new Secret.Clear(secret), ITERATIONS).text();
  }

  /**
   * What auth_file is to hold: a hash only where a hash stood and is enough.
   *
   * @param before what it holds of this user
   */
  String stored(List<String> before) {
    boolean hash =
        form.equals(MD5) && before.stream().allMatch(it -> Secret.MD5.matcher(it).matches());
    return hash ? Md5.hash(user, secret).text() : secret;
  }

  /** Whether auth_file held this before the rotation. */
  boolean isOld(String stored) {
    return old.contains(digest(stored));
  }

  static String digest(String stored) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(stored.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  static Path file(Path authFile, String user) {
    return named(authFile, inFileName(user));
  }

  private static Path named(Path authFile, String user) {
    return authFile.resolveSibling(authFile.getFileName() + MIDDLE + user);
  }

  /** How an older version wrote a user's name where another could take it for half a file. */
  static String formerlyInFileName(String user) {
    return URLEncoder.encode(user, StandardCharsets.UTF_8);
  }

  /** A user's name as a part of a file's, whatever it holds. */
  static String inFileName(String user) {
    String encoded = formerlyInFileName(user);
    return encoded.endsWith(HALF_WRITTEN)
        ? encoded.substring(0, encoded.length() - HALF_WRITTEN.length()) + "%2Enew"
        : encoded;
  }

  /** The journal of a user; empty when nothing is being rotated. */
  static Optional<Journal> read(Path file) throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    try {
      Properties kept = new Properties();
      kept.load(new StringReader(text));
      return Optional.of(
          new Journal(
              kept.getProperty("user"),
              Step.valueOf(kept.getProperty("step")),
              kept.getProperty("form"),
              Instant.parse(kept.getProperty("begun")),
              Instant.parse(kept.getProperty("forget_at")),
              kept.getProperty("secret"),
              List.of(kept.getProperty("old").split(",")),
              Set.copyOf(List.of(kept.getProperty("changed", "").split(",")))));
    } catch (RuntimeException broken) {
      // What it says of the value that is damaged may be the secret.
      throw new IOException(
          "the journal "
              + file
              + " is broken ("
              + broken.getClass().getSimpleName()
              + "); it holds the new secret of a role: keep it");
    }
  }

  /**
   * Every journal beside an auth_file that can be read. A copy of one, under another name, is none.
   *
   * @param broken is told of each that cannot: it must not hold up the others
   */
  static List<Journal> all(Path authFile, Consumer<IOException> broken) throws IOException {
    Path directory = authFile.toAbsolutePath().getParent();
    List<Path> files;
    try (var listed = Files.list(directory)) {
      files =
          listed
              .filter(it -> it.getFileName().toString().startsWith(authFile.getFileName() + MIDDLE))
              .map(it -> isHalfWritten(it) ? renamed(authFile, it) : it)
              .filter(it -> !isHalfWritten(it))
              .sorted()
              .toList();
    }
    List<Journal> all = new ArrayList<>();
    for (Path file : files) {
      try {
        Optional<Journal> journal = read(file);
        if (journal.isEmpty()) {
          continue;
        }
        Path own = file(authFile, journal.get().user());
        if (!own.getFileName().equals(file.getFileName())) {
          throw new IOException(
              file
                  + " is a copy of the journal "
                  + own
                  + " and no rotation: it holds a secret, move it away");
        }
        all.add(journal.get());
      } catch (IOException unreadable) {
        broken.accept(unreadable);
      }
    }
    return all;
  }

  private static boolean isHalfWritten(Path file) {
    return file.getFileName().toString().endsWith(HALF_WRITTEN);
  }

  /** A whole journal that an older version has named so, under its name of today. */
  private static Path renamed(Path authFile, Path file) {
    try {
      String user = read(file).map(Journal::user).orElse("");
      Path today = file(authFile, user);
      boolean isWhole =
          named(authFile, formerlyInFileName(user)).getFileName().equals(file.getFileName());
      return isWhole && Files.notExists(today)
          ? Files.move(file, today, StandardCopyOption.ATOMIC_MOVE)
          : file;
    } catch (IOException beingWritten) {
      return file;
    }
  }

  void write(Path file) throws IOException {
    Properties kept = new Properties();
    kept.setProperty("user", user);
    kept.setProperty("step", step.name());
    kept.setProperty("form", form);
    kept.setProperty("begun", begun.toString());
    kept.setProperty("forget_at", forgetAt.toString());
    kept.setProperty("secret", secret);
    kept.setProperty("old", String.join(",", old));
    kept.setProperty("changed", String.join(",", changed));
    StringWriter text = new StringWriter();
    kept.store(text, "A rotation that has not ended. It holds a secret.");
    PrivateFile.replace(file, text.toString());
  }

  @Override
  public String toString() {
    return "Journal[" + user + ", " + step + "]";
  }
}
