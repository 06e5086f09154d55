package tn.ecar.pool.console;

import static tn.ecar.pool.console.Column.text;

import java.util.List;
import java.util.Locale;
import tn.ecar.pool.rotation.RotationFigures;

/** SHOW ROTATIONS. */
final class RotationTables {
  static final List<Column> ROTATIONS =
      List.of(
          text("user", "Whose secret is being changed."),
          text(
              "step",
              "What has been done: planned, pool_knows_both, role_changed, proved; in the last one"
                  + " both secrets let in until the window ends."),
          text("form", "What PostgreSQL keeps of the new secret: md5 or scram-sha-256."),
          text("begun", "When it began."),
          text("forget_at", "When the old secret will be refused; ROTATE_END does so at once."),
          text("pgpass_file", "Where programs find the new secret, once it is proved."));

  private RotationTables() {}

  static void rotations(Table table, Operations pooler) {
    for (RotationFigures each : pooler.rotations()) {
      table.row(
          each.user(),
          each.step().name().toLowerCase(Locale.ROOT),
          each.form(),
          each.begun(),
          each.forgetAt(),
          each.handedOut());
    }
  }
}
