package tn.ecar.pool.rotation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tn.ecar.pool.RoleAccess;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.PrivateFile;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.UserlistText;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Operations;
import tn.ecar.pool.protocol.Refusal;

/**
 * The change of one role's password, in the only order in which nobody is locked out: journal, then
 * auth_file with both secrets, then PostgreSQL, then a trial, then the window, then the old one
 * goes. Every step may be done twice, since nobody knows whether the one that was cut off had been
 * done.
 */
final class Rotation {
  private static final String MD5 = "md5";
  private static final String SCRAM = "scram-sha-256";
  private static final Set<String> LOGS_ALTER_ROLE = Set.of("ddl", "mod", "all");

  /** PostgreSQL's own scram_iterations when nobody sets it. */
  private static final int ITERATIONS = 4096;

  private final String user;
  private final Path authFile;
  private final RoleAccess roles;
  private final Operations pooler;
  private final Consumer<String> progress;

  Rotation(
      String user, Path authFile, RoleAccess roles, Operations pooler, Consumer<String> progress) {
    this.user = user;
    this.authFile = authFile;
    this.roles = roles;
    this.pooler = pooler;
    this.progress = progress;
  }

  Path journalFile() {
    return Journal.file(authFile, user);
  }

  private Path backup() {
    return authFile.resolveSibling(authFile.getFileName() + ".before-rotation");
  }

  /** Where other programs find the new secret, as libpq reads it. */
  static Path handedOut(Path authFile, String user) {
    return new Delivery(authFile, user).pgpass();
  }

  // ---- before

  /** What a rotation would find; changes nothing. */
  String check() throws ConsoleException, IOException {
    List<String> stored = UserlistText.of(Files.readString(authFile)).stored(user);
    if (stored.isEmpty()) {
      throw refuse(user + " is not in " + authFile, "only secrets that stand there are rotated");
    }
    if (!Files.isWritable(authFile.getParent())) {
      throw refuse(
          authFile.getParent() + " is not writable",
          "auth_file is replaced by a new file beside it");
    }
    DatabaseSettings database = database();
    String form = ask(database, "show password_encryption").startsWith("scram") ? SCRAM : MD5;
    if (form.equals(MD5)) {
      refuseWhereHashesAreLogged(database);
    }
    return form;
  }

  /** An md5 hash is as good as the password. */
  private void refuseWhereHashesAreLogged(DatabaseSettings database) throws ConsoleException {
    String statements = ask(database, "show log_statement");
    String slow = ask(database, "show log_min_duration_statement");
    if (LOGS_ALTER_ROLE.contains(statements) || slow.equals("0")) {
      throw refuse(
          "PostgreSQL would log the new md5 hash, which is as good as the password",
          "log_statement = "
              + statements
              + ", log_min_duration_statement = "
              + slow
              + ": change them for this role, or set password_encryption = 'scram-sha-256'");
    }
  }

  Journal plan(String secret, Instant begun, Instant forgetAt)
      throws ConsoleException, IOException {
    String form = check();
    List<String> old =
        UserlistText.of(Files.readString(authFile)).stored(user).stream()
            .map(Rotation::digest)
            .toList();
    Journal journal = new Journal(user, Step.PLANNED, form, begun, forgetAt, secret, old);
    journal.write(journalFile());
    progress.accept("the new secret is in the journal");
    return journal;
  }

  // ---- the steps

  /** Goes on from wherever the journal stands to the window. */
  void goOn(Journal from) throws ConsoleException, IOException {
    Journal journal = from;
    while (journal.step() != Step.PROVED) {
      Step next =
          switch (journal.step()) {
            case PLANNED -> letPoolKnow(journal);
            case POOL_KNOWS_BOTH -> changeRole(journal);
            case ROLE_CHANGED, PROVED -> prove(journal);
          };
      journal = journal.reached(next);
      journal.write(journalFile());
      progress.accept("step " + next);
    }
  }

  private Step letPoolKnow(Journal journal) throws ConsoleException, IOException {
    String line = stored(journal);
    rewrite(list -> list.stored(user).contains(line) ? list : list.with(user, line));
    progress.accept("auth_file holds both secrets");
    takeUp();
    return Step.POOL_KNOWS_BOTH;
  }

  private Step changeRole(Journal journal) throws ConsoleException {
    DatabaseSettings database = database();
    if (!opens(database, journal)) {
      ask(database, "alter role current_user password '" + kept(journal) + "'");
      progress.accept("PostgreSQL has the new secret");
    }
    return Step.ROLE_CHANGED;
  }

  private Step prove(Journal journal) throws ConsoleException, IOException {
    if (!opens(database(), journal)) {
      throw refuse(
          "PostgreSQL refuses the new secret of " + user,
          "it was changed by somebody else meanwhile, or pg_hba.conf does not take "
              + journal.form()
              + "; the old one stays valid for clients of the pool, the new one is in "
              + journalFile());
    }
    handOut(journal);
    pooler.reconnect(Optional.empty());
    return Step.PROVED;
  }

  private void handOut(Journal journal) throws IOException {
    Delivery delivery = new Delivery(authFile, user);
    delivery.write(pooler.configuration().integer(Setting.LISTEN_PORT), journal.secret());
    progress.accept("the new secret is handed out");
    String command = pooler.configuration().text(Setting.ROTATION_COMMAND);
    if (!command.isBlank()) {
      delivery.tell(command);
      progress.accept("rotation_command is done");
    }
  }

  /** Ends the window. */
  void forget(Journal journal) throws ConsoleException, IOException {
    rewrite(list -> list.without(user, stored -> journal.old().contains(digest(stored))));
    progress.accept("auth_file holds the new secret alone");
    takeUp();
    Files.deleteIfExists(backup());
    progress.accept("the copy of the old auth_file is gone");
    Files.deleteIfExists(journalFile());
    PrivateFile.sync(authFile.getParent());
    progress.accept("the journal is gone");
  }

  /** Only what changed in auth_file: what else lies ready for the next RELOAD waits for it. */
  private void takeUp() throws ConsoleException {
    try {
      pooler.apply(inForce -> inForce);
    } catch (ConfigurationException refused) {
      throw refuse("the pool cannot read " + authFile, refused.getMessage());
    }
    progress.accept("the pool has read auth_file");
  }

  private void rewrite(UnaryOperator<UserlistText> change) throws IOException {
    String before = Files.readString(authFile);
    String after = change.apply(UserlistText.of(before)).text();
    if (after.equals(UserlistText.of(before).text())) {
      return;
    }
    PrivateFile.replace(backup(), before);
    if (!Files.readString(authFile).equals(before)) {
      throw new IOException(
          authFile + " was edited at the same moment; nothing was overwritten, try again");
    }
    PrivateFile.replace(authFile, after);
  }

  // ---- the two forms of a secret

  /** What auth_file holds of the new secret: a hash only where a hash stood and is enough. */
  private String stored(Journal journal) throws ConsoleException {
    boolean hash =
        journal.form().equals(MD5)
            && userlist().stream().allMatch(it -> Secret.MD5.matcher(it).matches());
    return hash ? Md5.hash(user, journal.secret()).text() : journal.secret();
  }

  private List<String> userlist() throws ConsoleException {
    try {
      return UserlistText.of(Files.readString(authFile)).stored(user);
    } catch (IOException unreadable) {
      throw ConsoleException.because("58030", authFile + " cannot be read", unreadable);
    }
  }

  /** What PostgreSQL is to keep: never the clear text, which would stand in its log and ours. */
  private String kept(Journal journal) {
    return journal.form().equals(MD5)
        ? Md5.hash(user, journal.secret()).text()
        : ScramServer.verifier(new Secret.Clear(journal.secret()), ITERATIONS).text();
  }

  private static String digest(String stored) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(stored.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  // ---- PostgreSQL

  private boolean opens(DatabaseSettings database, Journal journal) throws ConsoleException {
    try {
      return roles.opens(database, user, new Secret.Clear(journal.secret()));
    } catch (Refusal refused) {
      throw because(refused);
    }
  }

  private String ask(DatabaseSettings database, String sql) throws ConsoleException {
    try {
      return roles.ask(database, user, sql).orElse("");
    } catch (Refusal refused) {
      throw because(refused);
    }
  }

  /** One that the user itself logs in to. */
  private DatabaseSettings database() throws ConsoleException {
    Configuration configuration = pooler.configuration();
    return configuration.databases().values().stream()
        .filter(it -> it.password().isEmpty() && it.user().orElse(user).equals(user))
        .findFirst()
        .or(() -> configuration.database(user).filter(it -> it.user().isEmpty()))
        .orElseThrow(
            () ->
                refuse(
                    "no database is entered under the name of " + user,
                    "[databases] must have an entry without another user and without password"));
  }

  private ConsoleException because(Refusal refused) {
    return refuse("the rotation of " + user + " waits", refused.getMessage());
  }

  private static ConsoleException refuse(String what, String why) {
    return new ConsoleException("F0000", what, why);
  }
}
