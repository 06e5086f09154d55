package tn.ecar.pool.console;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What drivers and container pools say to every database without being asked. The console has no
 * transactions and no session state, so it agrees and does nothing; only the transaction status is
 * kept, which drivers look at.
 */
enum Manners {
  BEGIN("(?:begin|start)(?:\\s.*)?", 'T'),
  COMMIT("(?:commit|end)(?:\\s+(?:work|transaction))?", 'I'),
  ROLLBACK("(?:rollback|abort)(?:\\s+(?:work|transaction))?", 'I'),
  SET("set\\s+session\\s+characteristics\\s+as\\s+transaction\\s.*", ' '),
  RESET("reset\\s+all", ' '),
  DISCARD_ALL("discard\\s+all", ' '),
  SHOW("show\\s+transaction\\s+isolation\\s+level", ' ');

  private static final List<Manners> ALL = List.of(values());

  private final Pattern form;
  private final char status;

  Manners(String form, char status) {
    this.form =
        Pattern.compile("\\s*" + form + "[\\s;]*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    this.status = status;
  }

  static Optional<Manners> of(String text) {
    return ALL.stream().filter(each -> each.form.matcher(text).matches()).findFirst();
  }

  Answer answer() {
    return this == SHOW
        ? new Answer.Rows(Console.parameter("transaction_isolation", "read committed"))
        : new Answer.Done(name().replace('_', ' '));
  }

  /** The transaction status after it. */
  char status(char before) {
    return status == ' ' ? before : status;
  }
}
