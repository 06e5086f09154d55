package tn.ecar.pool.rotation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tn.ecar.pool.RoleAccess;
import tn.ecar.pool.RoleAccess.Trial;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.PrivateFile;
import tn.ecar.pool.config.ServerAddress;
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

  /** The database that every PostgreSQL has for whoever wants nothing in particular. */
  private static final String EVERYWHERE = "postgres";

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
    List<DatabaseSettings> places = homes();
    String form = form(places.get(0));
    for (DatabaseSettings place : places) {
      if (!form(place).equals(form)) {
        throw refuse(
            "PostgreSQL would not keep the new secret of " + user + " everywhere in one form",
            "password_encryption is "
                + form
                + " at "
                + places.get(0).addresses()
                + ", but not at "
                + place.addresses()
                + ": set the same one for this role");
      }
      if (form.equals(MD5)) {
        refuseWhereHashesAreLogged(place);
      }
    }
    return form;
  }

  private String form(DatabaseSettings place) throws ConsoleException {
    return ask(place, "show password_encryption").startsWith("scram") ? SCRAM : MD5;
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

  private Step changeRole(Journal journal) throws ConsoleException, IOException {
    for (DatabaseSettings place : homes()) {
      // Where no secret is asked for, a login tells nothing of the one that PostgreSQL keeps.
      if (trial(place, secret(journal)) != Trial.TAKEN) {
        ask(place, "alter role current_user password '" + kept(journal) + "'");
        progress.accept("PostgreSQL at " + place.addresses() + " has the new secret");
      }
    }
    return Step.ROLE_CHANGED;
  }

  private Step prove(Journal journal) throws ConsoleException, IOException {
    proveEverywhere(journal);
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

  /**
   * Tries the new secret by each entry. One that takes neither it nor the old one is nobody's way
   * in: there is nothing to lose.
   */
  private void proveEverywhere(Journal journal) throws ConsoleException, IOException {
    boolean proved = false;
    for (DatabaseSettings entry : entries()) {
      Trial now = trial(entry, secret(journal));
      boolean takesNew = now == Trial.TAKEN || now == Trial.NOT_ASKED;
      if (!takesNew && mayOpen(entry, stored -> journal.old().contains(digest(stored)))) {
        throw refused(journal, entry.name() + " at " + entry.addresses());
      }
      proved |= takesNew;
    }
    if (!proved) {
      throw refused(journal, "every database of [databases]");
    }
  }

  private ConsoleException refused(Journal journal, String where) {
    return refuse(
        "PostgreSQL refuses the new secret of " + user,
        "this says "
            + where
            + ": it was changed by somebody else meanwhile, or pg_hba.conf does not take "
            + journal.form()
            + "; the old one stays valid for clients of the pool, the new one is in "
            + journalFile());
  }

  /** Ends the window, unless some PostgreSQL would be left with the old secret alone. */
  void forget(Journal journal) throws ConsoleException, IOException {
    proveEverywhere(journal);
    String line = stored(journal);
    rewrite(
        list ->
            // Somebody may have put an older auth_file back meanwhile.
            (list.stored(user).contains(line) ? list : list.with(user, line))
                .without(user, stored -> journal.old().contains(digest(stored))));
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

  private static Secret secret(Journal journal) {
    return new Secret.Clear(journal.secret());
  }

  private Trial trial(DatabaseSettings entry, Secret secret) throws ConsoleException {
    try {
      return roles.trial(entry, user, secret);
    } catch (Refusal refused) {
      throw because(refused);
    }
  }

  /** Whether one of these secrets of auth_file opens a server, as far as the pool can tell. */
  private boolean mayOpen(DatabaseSettings entry, Predicate<String> which) throws ConsoleException {
    for (String stored : userlist()) {
      // What the pool cannot prove itself, a client's own proof may.
      if (which.test(stored) && trial(entry, Secret.parse(stored)) != Trial.REFUSED) {
        return true;
      }
    }
    return false;
  }

  private String ask(DatabaseSettings database, String sql) throws ConsoleException {
    try {
      return roles.ask(database, user, sql).orElse("");
    } catch (Refusal refused) {
      throw because(refused);
    }
  }

  /** Every entry by which the user itself logs in, with the secrets of auth_file. */
  private List<DatabaseSettings> entries() throws ConsoleException {
    Configuration configuration = pooler.configuration();
    Map<String, DatabaseSettings> named = configuration.databases();
    List<DatabaseSettings> own = new ArrayList<>(named.values());
    configuration
        .fallback()
        .map(
            it ->
                it.automaticFor(
                    Stream.of(named.isEmpty() ? user : EVERYWHERE, user, "template1")
                        .filter(name -> !named.containsKey(name))
                        .findFirst()
                        .orElse(user)))
        .ifPresent(own::add);
    own.removeIf(it -> it.password().isPresent() || !it.user().orElse(user).equals(user));
    if (own.isEmpty()) {
      throw refuse(
          "no database is entered under the name of " + user,
          "[databases] must have an entry without another user and without password");
    }
    return own;
  }

  /**
   * An entry for each PostgreSQL that knows the user by a secret of auth_file. Where none is taken,
   * nobody comes in by this name, before the rotation or after it.
   */
  private List<DatabaseSettings> homes() throws ConsoleException {
    Map<List<ServerAddress>, DatabaseSettings> places = new LinkedHashMap<>();
    for (DatabaseSettings entry : entries()) {
      places.putIfAbsent(entry.addresses(), entry);
    }
    List<DatabaseSettings> homes = new ArrayList<>();
    for (DatabaseSettings place : places.values()) {
      if (mayOpen(place, any -> true)) {
        homes.add(place);
      }
    }
    if (homes.isEmpty()) {
      throw refuse(
          "PostgreSQL takes no secret of " + user,
          "nothing that " + authFile + " holds opens " + places.keySet());
    }
    return homes;
  }

  private ConsoleException because(Refusal refused) {
    return refuse("the rotation of " + user + " waits", refused.getMessage());
  }

  private static ConsoleException refuse(String what, String why) {
    return new ConsoleException("F0000", what, why);
  }
}
