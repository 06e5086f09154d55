package tn.ecar.pool.wire;

import io.netty.channel.epoll.Epoll;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;

/**
 * The numbers by which the operating system knows sockets of the JDK, which is all that epoll wants
 * of them. The JDK tells them to whom its package {@code sun.nio.ch} is open, as Payara's start
 * opens it.
 */
final class Descriptors {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final MethodHandle OF_CHANNEL = find();

  private Descriptors() {}

  private static MethodHandle find() {
    try {
      Method method = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(int.class, SocketChannel.class));
    } catch (ReflectiveOperationException | RuntimeException closed) {
      LOG.log(System.Logger.Level.DEBUG, "the JDK does not tell the numbers of sockets", closed);
      return null;
    }
  }

  /** Whether event loops can wait by epoll here; the log is told why not on a Linux. */
  static boolean epollServes() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return false;
    }
    if (OF_CHANNEL == null) {
      tellWhyNot("start Java with --add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
      return false;
    }
    if (!Epoll.isAvailable()) {
      tellWhyNot(Epoll.unavailabilityCause().toString());
      return false;
    }
    return true;
  }

  private static void tellWhyNot(String reason) {
    LOG.log(
        System.Logger.Level.INFO,
        "clients and servers are awaited by the JDK''s selectors, which cost more than epoll: {0}",
        reason);
  }

  static int of(SocketChannel channel) {
    try {
      return (int) OF_CHANNEL.invokeExact(channel);
    } catch (RuntimeException | Error unforeseen) {
      throw unforeseen;
    } catch (Throwable unforeseen) {
      throw new IllegalStateException(unforeseen);
    }
  }
}
