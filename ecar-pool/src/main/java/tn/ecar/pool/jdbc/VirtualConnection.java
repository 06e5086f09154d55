package tn.ecar.pool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A pgjdbc connection over the in-VM door together with what only the pool can tell or do about it.
 *
 * <p>It is a client of the pool and cheap: a server connection is held only between the first
 * statement of a transaction and its end. It lives until it is closed, by its owner or because its
 * server connection died inside a transaction.
 */
public interface VirtualConnection extends AutoCloseable {

  /** The driver's connection. The same one at every call. */
  Connection connection();

  /**
   * Makes the present transaction end in a rollback, whoever calls and whatever the owner is doing:
   * the running query is cancelled, ROLLBACK is sent by the pool itself, and every later statement
   * is refused with SQLSTATE 25P02 and the reason until the owner rolls back. Never waits for the
   * driver's lock. The first reason stays.
   *
   * @param reason a sentence for the owner
   */
  void doom(String reason);

  /** Whether it is doomed and its owner has not rolled back yet. */
  boolean doomed();

  /**
   * Ends the doom without a statement, for the owner's rollback that the driver keeps to itself
   * because no statement was ever sent in the transaction.
   */
  void pardon();

  /**
   * Says that its next statements end what others may be waiting for in the database, as COMMIT
   * PREPARED does. Until told otherwise it is first in line, and when every server of the pool
   * stays busy it gets one beyond the pool's size.
   */
  void urgent(boolean ends);

  /** Notes that the code that calls now has it, where the pool's settings want to know that. */
  void takenHere();

  /** Whether the pool has sent it away, or is about to: nobody can work with it any more. */
  boolean isOver();

  /** Whether another user would find it as if it had just logged in. */
  boolean isAtRest();

  /** Whether a server connection is leased at this moment. */
  boolean holdsServer();

  /**
   * The transaction status of PostgreSQL's ReadyForQuery: I outside, T inside, E inside a failed
   * transaction.
   */
  char transactionStatus();

  /**
   * Closes it at once from any thread: a running query is cancelled and its server connection
   * thrown away.
   *
   * @param reason why, for the log
   */
  void abort(String reason);

  /** Closes the driver's connection; a transaction still open is rolled back by the pool. */
  @Override
  void close() throws SQLException;
}
