package tn.ecar.pool.jdbc.xa;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import tn.ecar.pool.TakenHandle;

/**
 * The {@code java.sql.Connection} that an application holds. Every call goes to the driver's
 * connection of the work that its session does at that moment; statements are the driver's own.
 *
 * <p>It adds what only a handle can know: closing gives back instead of closing, a transaction that
 * somebody else decides about cannot be committed here, and a handle taken into another transaction
 * is refused. Statements end with the transaction they were opened in.
 */
final class ConnectionHandle implements InvocationHandler {
  /** After these the session is not as others expect it. */
  private static final Set<String> ALTERING =
      Set.of(
          "setCatalog",
          "setClientInfo",
          "setHoldability",
          "setNetworkTimeout",
          "setReadOnly",
          "setSchema",
          "setTransactionIsolation",
          "setTypeMap",
          "unwrap");

  private final Connection connection;
  private volatile XaSession session;
  private volatile boolean closed;

  /** Null while nobody watches for leaks. */
  private TakenHandle watched;

  ConnectionHandle(XaSession session) {
    this.session = session;
    this.connection =
        (Connection)
            Proxy.newProxyInstance(
                ConnectionHandle.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
  }

  static ConnectionHandle of(Connection handle) {
    return (ConnectionHandle) Proxy.getInvocationHandler(handle);
  }

  Connection connection() {
    return connection;
  }

  XaSession session() {
    return session;
  }

  void move(XaSession to) {
    session = to;
  }

  void watched(TakenHandle by) {
    watched = by;
  }

  /** The container takes the connection away from under it. */
  void cut() {
    closed = true;
    if (watched != null) {
      watched.takenAway();
    }
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "close", "abort" -> {
        close();
        yield null;
      }
      case "isClosed" -> closed;
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "ECAR connection" + (closed ? " (closed)" : "");
      case "isValid" -> !closed && (boolean) delegate(method, arguments);
      case "commit", "rollback", "setAutoCommit" -> {
        refuseIfManaged(method.getName(), arguments);
        yield delegate(method, arguments);
      }
      default -> delegate(method, arguments);
    };
  }

  private void close() {
    synchronized (this) {
      if (closed) {
        return; // The server hears once, or it would lend its place to two.
      }
      closed = true;
    }
    if (watched != null) {
      watched.givenBack();
    }
    session.closed(this);
  }

  private void refuseIfManaged(String call, Object[] arguments) throws SQLException {
    if (closed || !session.managed()) {
      return;
    }
    boolean harmless =
        call.equals("setAutoCommit")
            ? Boolean.FALSE.equals(arguments[0])
            : call.equals("rollback") && arguments != null;
    if (!harmless) {
      throw new SQLException(
          call + " on a connection whose transaction the server manages: end it with the server",
          "2D000");
    }
  }

  private Object delegate(Method method, Object[] arguments) throws Throwable {
    if (closed) {
      throw new SQLException("this connection was closed by its user", "08003");
    }
    Work work = session.work();
    if (ALTERING.contains(method.getName())) {
      work.alter();
    }
    try {
      Object answer = method.invoke(work.connection(), arguments);
      if (answer instanceof Statement statement) {
        work.opened(this, statement);
      }
      return answer;
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
