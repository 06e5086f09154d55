package tn.ecar.pool.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;

/**
 * The driver's metadata for as long as a handle is open: it asks the server, and must not do so
 * over a connection that somebody else has by then. Few ask for it, and not often: here a proxy is
 * good enough.
 */
final class HandleMetaData implements InvocationHandler {
  private final EcarConnection handle;
  private final DatabaseMetaData metaData;

  private HandleMetaData(EcarConnection handle, DatabaseMetaData metaData) {
    this.handle = handle;
    this.metaData = metaData;
  }

  static DatabaseMetaData of(EcarConnection handle, DatabaseMetaData metaData) {
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            HandleMetaData.class.getClassLoader(),
            new Class<?>[] {DatabaseMetaData.class},
            new HandleMetaData(handle, metaData));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "getConnection" -> handle;
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "metadata of " + handle;
      default -> ask(method, arguments);
    };
  }

  private Object ask(Method method, Object[] arguments) throws Throwable {
    handle.requireOpen();
    try {
      return method.invoke(metaData, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
