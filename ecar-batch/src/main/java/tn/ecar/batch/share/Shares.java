package tn.ecar.batch.share;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import tn.ecar.batch.GarageSql;
import tn.ecar.garage.persistence.PoolResources;

/**
 * How far the shares of a step are. A share is moved on by the transaction that writes what it
 * tells of, so after a crash the two say the same, whatever the batch runtime's own repository
 * knows: that is written outside the transaction, before or after it.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
public class Shares {
  private static final String FIRST_RUN =
      """
      WITH RECURSIVE chain AS (
        SELECT id, restart_of FROM job_run WHERE id = ?
        UNION ALL SELECT r.id, r.restart_of FROM job_run r JOIN chain c ON r.id = c.restart_of)
      SELECT min(id) FROM chain
      """;
  private static final String PLAN =
      """
      INSERT INTO job_share (run_id, step, part, next_id, last_id)
      SELECT ?, ?, p.number - 1, p.first, p.last
      FROM unnest(?::bigint[], ?::bigint[]) WITH ORDINALITY AS p (first, last, number)
      ON CONFLICT DO NOTHING
      """;
  private static final String ADVANCE =
      """
      UPDATE job_share SET next_id = ?, items = items + ?, written = written + ?
      WHERE run_id = ? AND step = ? AND part = ? AND next_id = ?
      """;

  private final GarageSql sql;

  /** Those in the garage's database. */
  public Shares() {
    this(PoolResources::garage);
  }

  Shares(Supplier<DataSource> garage) {
    this.sql = new GarageSql(garage);
  }

  /** Returns the first of the runs that took each other up again, ending in this one. */
  long firstRun(long run) {
    return sql.first(FIRST_RUN, query -> query.setLong(1, run), row -> row.getLong(1))
        .orElseThrow();
  }

  /**
   * Writes down how a step is cut, unless that is known; one statement, so all of it or nothing.
   */
  void plan(long run, String step, List<ShareableWork.Range> ranges) {
    Long[] first = ranges.stream().map(ShareableWork.Range::first).toArray(Long[]::new);
    Long[] last = ranges.stream().map(ShareableWork.Range::last).toArray(Long[]::new);
    sql.change(
        PLAN,
        query -> {
          query.setLong(1, run);
          query.setString(2, step);
          query.setArray(3, query.getConnection().createArrayOf("bigint", first));
          query.setArray(4, query.getConnection().createArrayOf("bigint", last));
        });
  }

  /** Returns the shares of a step, in their order. */
  List<Share> of(long run, String step) {
    return sql.all(
        "SELECT part, next_id, last_id, items, written FROM job_share"
            + " WHERE run_id = ? AND step = ? ORDER BY part",
        query -> {
          query.setLong(1, run);
          query.setString(2, step);
        },
        row ->
            new Share(
                row.getInt("part"),
                row.getLong("next_id"),
                row.getLong("last_id"),
                row.getLong("items"),
                row.getLong("written")));
  }

  /**
   * Moves a share on.
   *
   * @param from where it has to be now
   * @param to where it is then
   * @throws IllegalStateException if it is elsewhere: somebody else has done this block
   */
  void advance(long run, String step, int part, long from, long to, int items, int written) {
    int moved =
        sql.change(
            ADVANCE,
            query -> {
              query.setLong(1, to);
              query.setInt(2, items);
              query.setInt(3, written);
              query.setLong(4, run);
              query.setString(5, step);
              query.setInt(6, part);
              query.setLong(7, from);
            });
    if (moved != 1) {
      throw new IllegalStateException(
          "Share "
              + part
              + " of "
              + step
              + " is no longer at "
              + from
              + ": another run has done this block, and this one is dropped.");
    }
  }

  /**
   * A share as it stands.
   *
   * @param part its number
   * @param next the first identity that is not done
   * @param last the last identity of all
   * @param items how many rows are done
   * @param written how many things were written
   */
  record Share(int part, long next, long last, long items, long written) {}
}
