package tn.ecar.pool.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An amount that goes from one account to another, and the row that says so. Both accounts are
 * locked in the order of their numbers, so that transfers wait for but never block one another.
 */
record Transfer(UUID id, int from, int to, int amount) {
  static final int ACCOUNTS = 200;
  static final int OPENING_BALANCE = 1_000;

  static Transfer random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int from = random.nextInt(ACCOUNTS);
    int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    return new Transfer(UUID.randomUUID(), from, to, 1 + random.nextInt(50));
  }

  void make(Connection connection) throws SQLException {
    int low = Math.min(from, to);
    add(connection, low, low == from ? -amount : amount);
    add(connection, from + to - low, low == from ? amount : -amount);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into transfer values (?, ?, ?, ?)")) {
      insert.setObject(1, id);
      insert.setInt(2, from);
      insert.setInt(3, to);
      insert.setInt(4, amount);
      insert.executeUpdate();
    }
  }

  private static void add(Connection connection, int account, int amount) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update account set balance = balance + ? where id = ?")) {
      update.setInt(1, amount);
      update.setInt(2, account);
      update.executeUpdate();
    }
  }
}
