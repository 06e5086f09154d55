package tn.ecar.garage.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * SQL in the transaction that an entity manager works in.
 *
 * <p>Without a server the entity manager has a connection of its own. On a server it holds one only
 * while it runs a query, and another handle of the pool joins the same branch of the transaction.
 */
public final class TransactionSql {
  private TransactionSql() {}

  /** Statements of one transaction. */
  @FunctionalInterface
  public interface Statements<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs statements after what the entity manager has not written yet.
   *
   * @throws PersistenceException when the database refuses one
   */
  public static <T> T run(EntityManager em, Statements<T> statements) {
    em.flush();
    try {
      Connection own = em.unwrap(Connection.class);
      if (own != null) {
        return statements.on(own);
      }
      try (Connection joined = PoolResources.garage().getConnection()) {
        return statements.on(joined);
      }
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }
}
