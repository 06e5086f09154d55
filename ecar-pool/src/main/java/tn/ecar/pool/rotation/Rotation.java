package tn.ecar.pool.rotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tn.ecar.pool.RoleAccess;
import tn.ecar.pool.RoleAccess.Trial;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.ConfigurationException;
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
  private static final String NOTHING_BEGUN =
      "nothing was begun: give ROTATE again when that is put right";

  private final String user;
  private final Path authFile;
  private final Servers servers;
  private final Obstacle obstacle;
  private final Operations pooler;
  private final Consumer<String> progress;

  Rotation(
      String user, Path authFile, RoleAccess roles, Operations pooler, Consumer<String> progress) {
    this.user = user;
    this.authFile = authFile;
    this.servers = new Servers(user, roles);
    this.obstacle = new Obstacle(user, journalFile());
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
      throw Obstacle.refuse(
          user + " is not in " + authFile, "only secrets that stand there are rotated");
    }
    if (!Files.isWritable(authFile.getParent())) {
      throw Obstacle.refuse(
          authFile.getParent() + " is not writable",
          "auth_file is replaced by a new file beside it");
    }
    List<Home> homes = homes(NOTHING_BEGUN).writable();
    String form = homes.get(0).form();
    for (Home home : homes) {
      if (!home.form().equals(form)) {
        throw Obstacle.refuse(
            "PostgreSQL would not keep the new secret of " + user + " everywhere in one form",
            homes.get(0).reason()
                + ", but "
                + home.reason()
                + ": set the same password_encryption for this role, and let each ask for the same"
                + " proof");
      }
      if (isLogged(form, home)) {
        throw Obstacle.refuse(
            "PostgreSQL would log the new md5 hash, which is as good as the password",
            home.logged());
      }
    }
    return form;
  }

  private static boolean isLogged(String form, Home home) {
    return form.equals(Journal.MD5) && home.logsWhatItKeeps();
  }

  Journal plan(String secret, Instant begun, Instant forgetAt)
      throws ConsoleException, IOException {
    String form = check();
    List<String> old =
        UserlistText.of(Files.readString(authFile)).stored(user).stream()
            .map(Journal::digest)
            .toList();
    Journal journal = new Journal(user, Step.PLANNED, form, begun, forgetAt, secret, old);
    journal.write(journalFile());
    progress.accept("the new secret is in the journal");
    return journal;
  }

  // ---- the steps

  /** Goes on from wherever the journal stands to the window. */
  void goOn(Journal from) throws ConsoleException, IOException {
    // A host that was away may have come back since.
    Journal journal =
        from.step() == Step.ROLE_CHANGED ? changeRole(from, obstacle.triedAgain()) : from;
    while (journal.step() != Step.PROVED) {
      journal =
          switch (journal.step()) {
            case PLANNED -> letPoolKnow(journal);
            case POOL_KNOWS_BOTH ->
                changeRole(journal, obstacle.triedAgain()).reached(Step.ROLE_CHANGED);
            case ROLE_CHANGED, PROVED -> prove(journal);
          };
      journal.write(journalFile());
      progress.accept("step " + journal.step());
    }
  }

  private Journal letPoolKnow(Journal journal) throws ConsoleException, IOException {
    String line = journal.stored(userlist());
    rewrite(list -> list.stored(user).contains(line) ? list : list.with(user, line));
    progress.accept("auth_file holds both secrets");
    takeUp();
    return journal.reached(Step.POOL_KNOWS_BOTH);
  }

  /** Standbys get it from the server that they follow. */
  private Journal changeRole(Journal from, String next) throws ConsoleException, IOException {
    Survey survey = homes(next);
    Journal journal = from;
    for (Home home : survey.writable()) {
      Place place = home.place();
      try {
        // Where no secret is asked for, a login tells nothing of the one that PostgreSQL keeps.
        if (servers.trial(place, journal.clear()) == Trial.TAKEN) {
          journal = noted(journal, place);
          continue;
        }
        if (!home.form().equals(journal.form()) || isLogged(journal.form(), home)) {
          throw obstacle.otherThanPlanned(home, journal.form(), next);
        }
        journal = noted(journal, place);
        change(place, journal, next);
        progress.accept("PostgreSQL of " + place + " has the new secret");
        if (servers.trial(place, journal.clear()) == Trial.REFUSED) {
          throw obstacle.closed(journal.form(), place.toString());
        }
      } catch (Refusal refused) {
        throw obstacle.waits(Away.of(place, refused).toString(), next);
      }
    }
    if (!survey.away().isEmpty()) {
      progress.accept(survey.away() + "; " + obstacle.left());
    }
    return journal;
  }

  private void change(Place place, Journal journal, String next) throws ConsoleException, Refusal {
    try {
      servers.change(place, journal.kept());
    } catch (Refusal refused) {
      if (refused.serverError().isEmpty()) {
        throw refused;
      }
      throw obstacle.waits(place + " refuses the change: " + refused.getMessage(), next);
    }
  }

  /** On the disk before the change: whoever starts next is to know that it may have been made. */
  private Journal noted(Journal journal, Place place) throws IOException {
    if (journal.hasChanged(place.server())) {
      return journal;
    }
    Journal noted = journal.with(place.server());
    noted.write(journalFile());
    return noted;
  }

  /** Changes the role once more where the new secret is not taken: it may have been away. */
  Journal changeAgain(Journal journal) throws ConsoleException, IOException {
    return changeRole(journal, "both secrets stay valid; give ROTATE " + user + " again");
  }

  private Journal prove(Journal journal) throws ConsoleException, IOException {
    String missing = proveEverywhere(journal, false);
    if (!missing.isEmpty()) {
      progress.accept(missing + "; " + obstacle.left());
    }
    handOut(journal);
    pooler.reconnect(Optional.empty());
    return journal.reached(Step.PROVED);
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
   * Tries the new secret at each host of each entry. One that takes neither it nor the old one and
   * was never changed is nobody's way in: there is nothing to lose.
   *
   * @param last whether the old secret goes then: a host that takes it alone is in the way
   * @return who may still want the old one, in words: hosts that cannot be asked, and standbys that
   *     get the new one later; empty when it may go
   */
  private String proveEverywhere(Journal journal, boolean last)
      throws ConsoleException, IOException {
    List<Secret> old = secrets(journal::isOld);
    Away silent = new Away();
    Map<Place, String> without = new LinkedHashMap<>();
    List<Place> closed = new ArrayList<>();
    Set<ServerAddress> proved = new HashSet<>();
    for (Place place : places()) {
      if (silent.isSilent(place)) {
        continue;
      }
      try {
        Trial now = servers.trial(place, journal.clear());
        if (now == Trial.TAKEN || now == Trial.NOT_ASKED) {
          proved.add(place.server());
        } else if (servers.opens(place, old)) {
          if (servers.isStandby(place)) {
            without.put(place, " has not replayed the new secret yet");
          } else if (last) {
            throw obstacle.refused(journal.form(), place.toString());
          } else {
            without.put(place, " takes the old secret alone");
          }
        } else if (journal.hasChanged(place.server())) {
          closed.add(place);
        }
      } catch (Refusal refused) {
        silent.add(place, refused);
      }
    }
    // A secret is the host's, not a database's: one place of a host speaks for its others.
    closed.removeIf(place -> proved.contains(place.server()));
    if (!closed.isEmpty()) {
      throw obstacle.closed(journal.form(), closed.get(0).toString());
    }
    Away away = silent.without(place -> proved.contains(place.server()));
    List<String> missing = new ArrayList<>();
    without.forEach(
        (place, why) -> {
          if (!proved.contains(place.server())) {
            missing.add(place + why);
          }
        });
    if (proved.isEmpty() && away.isEmpty() && missing.isEmpty()) {
      throw obstacle.refused(journal.form(), "every database of [databases]");
    }
    if (!away.isEmpty()) {
      missing.add(away.toString());
    }
    if (proved.isEmpty()) {
      throw obstacle.waits(String.join("; ", missing) + "; " + obstacle.triedAgain());
    }
    return String.join("; ", missing);
  }

  /** Ends the window, unless some PostgreSQL would be left with the old secret alone. */
  void forget(Journal journal) throws ConsoleException, IOException {
    String missing = proveEverywhere(journal, true);
    if (!missing.isEmpty()) {
      throw obstacle.stillWanted(missing, journal.forgetAt());
    }
    String line = journal.stored(userlist());
    rewrite(
        list ->
            // Somebody may have put an older auth_file back meanwhile.
            (list.stored(user).contains(line) ? list : list.with(user, line))
                .without(user, journal::isOld));
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
      throw Obstacle.refuse("the pool cannot read " + authFile, refused.getMessage());
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

  private List<Secret> secrets(Predicate<String> which) throws ConsoleException {
    return userlist().stream().filter(which).map(Secret::parse).toList();
  }

  private List<String> userlist() throws ConsoleException {
    try {
      return UserlistText.of(Files.readString(authFile)).stored(user);
    } catch (IOException unreadable) {
      throw ConsoleException.because("58030", authFile + " cannot be read", unreadable);
    }
  }

  // ---- PostgreSQL

  private List<Place> places() throws ConsoleException {
    List<Place> places = servers.places(pooler.configuration());
    if (places.isEmpty()) {
      throw Obstacle.refuse(
          "no database is entered under the name of " + user,
          "[databases] must have an entry without another user and without password");
    }
    for (Place place : places) {
      Optional<String> why = place.manyBehindOneName(servers.addresses(place));
      if (why.isPresent()) {
        throw Obstacle.refuse("a name of [databases] may stand for several servers", why.get());
      }
    }
    return places;
  }

  /**
   * An entry for each PostgreSQL that knows the user by a secret of auth_file. Where none is taken,
   * nobody comes in by this name, before the rotation or after it.
   *
   * @param next what becomes of the rotation when it cannot go on
   */
  private Survey homes(String next) throws ConsoleException {
    List<Place> places = places();
    Survey survey = servers.survey(places, secrets(any -> true));
    if (!survey.unknown().isEmpty()) {
      throw obstacle.waits(survey.unknown().toString(), next);
    }
    if (survey.homes().isEmpty()) {
      throw Obstacle.refuse(
          "PostgreSQL takes no secret of " + user,
          "nothing that " + authFile + " holds opens " + places);
    }
    if (!survey.orphans().isEmpty()) {
      Place orphan = survey.orphans().get(0).place();
      throw Obstacle.refuse(
          "PostgreSQL cannot be given a new secret of " + user,
          orphan
              + " only reads, and the server that it follows is behind no entry of [databases] that"
              + " can be asked: "
              + (survey.away().isEmpty() ? "" : survey.away() + "; ")
              + "enter its primary and RELOAD; "
              + next);
    }
    return survey;
  }
}
