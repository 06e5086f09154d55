package tn.ecar.pool.rotation;

import java.nio.file.Path;
import java.time.Instant;
import tn.ecar.pool.console.ConsoleException;

/**
 * What an operator reads of what is in the way of a rotation: each sentence says what becomes of
 * the rotation, and the way out.
 *
 * @param user who is rotated
 * @param journal the file that holds the new secret
 */
record Obstacle(String user, Path journal) {
  private static final String WAY_OUT =
      "a host that does not come back: take it out of [databases] and RELOAD";

  static ConsoleException refuse(String what, String why) {
    return new ConsoleException("F0000", what, why);
  }

  /** It is tried again when something has changed. */
  ConsoleException waits(String why) {
    return refuse("the rotation of " + user + " waits", why);
  }

  /** The same for what a host is the reason of, with what happens next. */
  ConsoleException waits(String why, String next) {
    return waits(why + "; " + next + "; " + WAY_OUT);
  }

  /** Some PostgreSQL has the old secret alone. */
  ConsoleException refused(String form, String where) {
    return refuse(
        "PostgreSQL refuses the new secret of " + user,
        "this says "
            + where
            + ": it was changed by somebody else meanwhile (ROTATE "
            + user
            + " changes it there once more), or pg_hba.conf does not take "
            + form
            + "; the old one stays valid for clients of the pool, the new one is in "
            + journal);
  }

  /** One that was changed lets nobody in, so that the pool cannot change it again. */
  ConsoleException closed(String form, String where) {
    return refuse(
        "PostgreSQL takes neither secret of " + user,
        where
            + " was given the new one: it was changed by somebody else meanwhile, or pg_hba.conf"
            + " does not take "
            + form
            + "; set the new one there by hand, which is in "
            + journal
            + ", then ROTATE "
            + user);
  }

  /** The window cannot end. */
  ConsoleException stillWanted(String missing, Instant forgetAt) {
    return refuse(
        "the old secret of " + user + " is still wanted",
        missing
            + "; the old secret stays valid until then: this is tried again each minute from "
            + forgetAt
            + " on, and by ROTATE_END "
            + user
            + "; "
            + WAY_OUT);
  }

  /** A host that could not be asked at the check is another than was planned for. */
  ConsoleException otherThanPlanned(Home home, String form, String next) {
    return waits(
        home.form().equals(form)
            ? home.logged() + ", or " + byHand()
            : home.reason()
                + ", so that it is to keep "
                + home.form()
                + ", but this rotation gives "
                + form
                + ": "
                + byHand(),
        next);
  }

  private String byHand() {
    return "set the new secret there by hand, which is in " + journal;
  }

  String triedAgain() {
    return "both secrets stay valid; this is tried again each minute, and by ROTATE " + user;
  }

  String left() {
    return "the old secret stays valid until the new one is taken there; ROTATE "
        + user
        + " changes it where it is not";
  }
}
