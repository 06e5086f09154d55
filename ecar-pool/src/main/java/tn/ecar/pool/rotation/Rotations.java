package tn.ecar.pool.rotation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tn.ecar.pool.RoleAccess;
import tn.ecar.pool.auth.Md5;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;
import tn.ecar.pool.console.ConsoleException;
import tn.ecar.pool.console.Operations;

/**
 * Changes the passwords of roles without one refused login. One lives as long as its pool; a
 * rotation that was cut off is taken up by the next pool that finds its journal.
 *
 * <p>One thread of one process at a time changes anything ({@link RotationLock}): a command that
 * comes second waits, the sweep looks again later.
 */
public final class Rotations {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private static final int SECRET_BYTES = 24;

  private final RoleAccess roles;
  private final Operations pooler;
  private final Supplier<Instant> now;
  private final Progress progress;

  /** Users whose journal was there when it was last looked for, whoever rotates them. */
  private final Set<String> rotated = ConcurrentHashMap.newKeySet();

  /** What was said of journals that are none: a sweep, or SHOW ROTATIONS, does not say it again. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Is told of each thing that has been done. */
  interface Progress {
    void done(String user, String what);
  }

  /** The rotations of a pool. */
  public Rotations(RoleAccess roles, Operations pooler, Supplier<Instant> now) {
    this(
        roles,
        pooler,
        now,
        (user, what) -> LOG.log(System.Logger.Level.INFO, "rotation of {0}: {1}", user, what));
  }

  Rotations(RoleAccess roles, Operations pooler, Supplier<Instant> now, Progress progress) {
    this.roles = roles;
    this.pooler = pooler;
    this.now = now;
    this.progress = progress;
  }

  /**
   * Gives a user a new secret, or goes on with what was begun: in its window too, where a server
   * was away that then did not get it. Afterwards both secrets let it in until the window ends.
   *
   * @throws ConsoleException naming what is in the way; nothing is half done then
   */
  public void rotate(String user) throws ConsoleException {
    Rotation rotation = rotation(user);
    alone(
        user,
        () -> {
          Journal journal = Journal.read(rotation.journalFile()).orElse(null);
          if (journal == null) {
            Instant begun = now.get();
            journal =
                rotation.plan(
                    fresh(),
                    begun,
                    begun.plus(pooler.configuration().duration(Setting.ROTATION_WINDOW)));
          } else if (journal.step() == Step.PROVED) {
            journal = rotation.changeAgain(journal);
          }
          rotation.goOn(journal);
        });
  }

  /**
   * Looks whether a rotation would work, and changes nothing.
   *
   * @throws ConsoleException naming what is in the way
   */
  public void check(String user) throws ConsoleException {
    Rotation rotation = rotation(user);
    alone(user, rotation::check);
  }

  /**
   * Ends the window: from now on the old secret is refused.
   *
   * @throws ConsoleException when there is no window to end
   */
  public void end(String user) throws ConsoleException {
    Rotation rotation = rotation(user);
    alone(
        user,
        () -> {
          Journal journal = Journal.read(rotation.journalFile()).orElse(null);
          if (journal == null || journal.step() != Step.PROVED) {
            throw new ConsoleException("no rotation of " + user + " is in its window");
          }
          rotation.forget(journal);
        });
  }

  /**
   * Goes on with what an earlier pool has left, and ends the windows whose time has come.
   *
   * @return false when somebody else changes the userlist just now, so that it is to be asked again
   */
  public boolean resume() {
    Path authFile = authFile().orElse(null);
    if (authFile == null) {
      return true;
    }
    try {
      Set<String> broken = new HashSet<>();
      List<Journal> present = Journal.all(authFile, why -> broken.add(why.getMessage()));
      told.retainAll(broken);
      broken.forEach(this::tell);
      followOthers(present);
      if (present.isEmpty()) {
        return true;
      }
      Optional<RotationLock> held = RotationLock.tryTake(authFile);
      if (held.isPresent()) {
        try {
          // Read again: what was seen without the lock may have ended.
          takeUp(Journal.all(authFile, toldAbove -> {}));
        } finally {
          held.get().close();
        }
      }
      return held.isPresent();
    } catch (IOException unreadable) {
      LOG.log(System.Logger.Level.ERROR, "a rotation cannot be taken up", unreadable);
      return true;
    }
  }

  /**
   * Takes up what another process has changed for a user it rotates. A journal that has gone was
   * the last to tell so: its end, too, has changed the userlist.
   */
  private void followOthers(List<Journal> present) {
    present.forEach(journal -> rotated.add(journal.user()));
    if (rotated.isEmpty() && !pooler.configuration().flag(Setting.AUTH_SEVERAL_SECRETS)) {
      return;
    }
    try {
      Userlist onDisk = Userlist.of(pooler.configuration());
      if (rotated.stream().anyMatch(user -> !onDisk.valid(user).equals(roles.inForce(user)))
          || onDisk.secrets().keySet().stream().anyMatch(user -> hasMissed(user, onDisk))) {
        pooler.apply(inForce -> inForce);
        LOG.log(System.Logger.Level.INFO, "the pool has read auth_file: a rotation has changed it");
      }
      rotated.removeIf(user -> present.stream().noneMatch(it -> it.user().equals(user)));
    } catch (ConfigurationException | ConsoleException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "whether a rotation has changed auth_file cannot be seen: {0}",
          refused.getMessage());
    }
  }

  /** Whether a rotation has begun and ended between two looks: its new secret is unknown here. */
  private boolean hasMissed(String user, Userlist onDisk) {
    Optional<String> handedOut = handedOut(pooler.configuration(), user);
    if (handedOut.isEmpty()) {
      return false;
    }
    List<Secret> forms =
        List.of(new Secret.Clear(handedOut.get()), Md5.hash(user, handedOut.get()));
    return onDisk.valid(user).stream().anyMatch(forms::contains)
        && roles.inForce(user).stream().noneMatch(forms::contains);
  }

  private void takeUp(List<Journal> left) {
    for (Journal journal : left) {
      try {
        Rotation rotation = rotation(journal.user());
        attempt(
            journal.user(),
            () -> {
              if (journal.step() != Step.PROVED) {
                rotation.goOn(journal);
              } else if (!now.get().isBefore(journal.forgetAt())) {
                rotation.forget(journal);
              }
            });
      } catch (ConsoleException refused) {
        LOG.log(
            System.Logger.Level.ERROR,
            "the rotation of {0} waits: {1} {2}",
            journal.user(),
            refused.getMessage(),
            refused.detail());
      } catch (RuntimeException unforeseen) {
        // It must not hold up the others; its text may hold a secret.
        LOG.log(
            System.Logger.Level.ERROR,
            "the rotation of {0} waits: nobody foresaw {1}",
            journal.user(),
            unforeseen.getClass().getName());
      }
    }
  }

  /** A line per rotation that has not ended. */
  public List<RotationFigures> figures() {
    Path authFile = authFile().orElse(null);
    if (authFile == null) {
      return List.of();
    }
    try {
      return Journal.all(authFile, why -> tell(why.getMessage())).stream()
          .map(
              journal ->
                  new RotationFigures(
                      journal.user(),
                      journal.step(),
                      journal.form(),
                      journal.begun(),
                      journal.forgetAt(),
                      Rotation.handedOut(authFile, journal.user())))
          .toList();
    } catch (IOException unreadable) {
      tell("the journals of rotations cannot be read: " + unreadable);
      return List.of();
    }
  }

  private void tell(String why) {
    if (told.add(why)) {
      LOG.log(System.Logger.Level.ERROR, "a rotation is not taken up: {0}", why);
    }
  }

  /**
   * The newest secret that a rotation has handed out for a user.
   *
   * @return empty when there was none, or its file cannot be read
   */
  public static Optional<String> handedOut(Configuration configuration, String user) {
    return authFile(configuration).flatMap(file -> new Delivery(file, user).secret());
  }

  /**
   * Whether a rotation of a user was ever begun beside this userlist: then the list is the pool's.
   */
  public static boolean hasBegun(Path authFile, String user) {
    return Files.exists(Journal.file(authFile, user))
        || new Delivery(authFile, user).handedOut().isPresent();
  }

  private Optional<Path> authFile() {
    return authFile(pooler.configuration());
  }

  private static Optional<Path> authFile(Configuration configuration) {
    String file = configuration.text(Setting.AUTH_FILE);
    return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
  }

  private Rotation rotation(String user) throws ConsoleException {
    if (!pooler.configuration().flag(Setting.AUTH_SEVERAL_SECRETS)) {
      throw new ConsoleException(
          "F0000",
          "two secrets cannot be valid at once",
          "auth_several_secrets = 0: set it to 1 and RELOAD");
    }
    Path file =
        authFile()
            .orElseThrow(
                () ->
                    new ConsoleException("F0000", "auth_file is not set", "it holds the secrets"));
    return new Rotation(user, file, roles, pooler, what -> progress.done(user, what));
  }

  /** Something that files or servers may refuse. */
  private interface Attempted {
    void run() throws IOException, ConsoleException;
  }

  private void alone(String user, Attempted what) throws ConsoleException {
    attempt(
        user,
        () -> {
          RotationLock lock = RotationLock.take(authFile().orElseThrow());
          try {
            what.run();
          } finally {
            lock.close();
          }
        });
  }

  private static void attempt(String user, Attempted what) throws ConsoleException {
    try {
      what.run();
    } catch (IOException failed) {
      throw ConsoleException.because("58030", "the rotation of " + user + " waits", failed);
    }
  }

  private static String fresh() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
