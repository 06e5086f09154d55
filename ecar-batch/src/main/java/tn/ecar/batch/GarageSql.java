package tn.ecar.batch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Single statements to the garage's database, each over a connection of its own. They join the
 * transaction of the thread; where there is none, each commits by itself.
 */
public final class GarageSql {
  private final Supplier<DataSource> garage;

  /**
   * @param garage where to ask, looked up for each statement
   */
  public GarageSql(Supplier<DataSource> garage) {
    this.garage = garage;
  }

  /** Returns what the first row says, or empty when there is none. */
  public <T> Optional<T> first(String sql, Binding binding, Reading<T> reading) {
    return all(sql, binding, reading).stream().findFirst();
  }

  /**
   * Returns what each row says.
   *
   * @throws DatabaseFailed when the database refuses or is away
   */
  public <T> List<T> all(String sql, Binding binding, Reading<T> reading) {
    try (Connection connection = garage.get().getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      binding.bind(query);
      List<T> rows = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(reading.read(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new DatabaseFailed(e);
    }
  }

  /**
   * Changes rows.
   *
   * @return how many
   * @throws DatabaseFailed when the database refuses or is away
   */
  public int change(String sql, Binding binding) {
    try (Connection connection = garage.get().getConnection();
        PreparedStatement change = connection.prepareStatement(sql)) {
      binding.bind(change);
      return change.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailed(e);
    }
  }

  /** Sets a statement's parameters. */
  public interface Binding {
    /** Sets them. */
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Makes a value of a row. */
  public interface Reading<T> {
    /** Reads the row that the result stands on; the result is not moved. */
    T read(ResultSet row) throws SQLException;
  }

  /** The database refused a statement, or could not be reached. */
  public static final class DatabaseFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseFailed(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
