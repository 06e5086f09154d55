package tn.ecar.pool;

import java.util.Optional;
import java.util.Set;

/**
 * The application's code that calls into the pool, past the pool itself, the driver, and what
 * stands between them and an application.
 */
public final class CallingCode {
  private static final Set<String> BETWEEN =
      Set.of(
          "tn.ecar.pool.",
          "org.postgresql.",
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "org.glassfish.",
          "fish.payara.",
          "org.eclipse.persistence.",
          "org.hibernate.",
          "org.springframework.",
          "com.zaxxer.hikari.",
          "io.agroal.");

  private static final StackWalker STACK = StackWalker.getInstance();

  private CallingCode() {}

  /**
   * The innermost place of the application on this thread's stack, as class.method(file:line).
   * Costs a microsecond or two.
   *
   * @return empty when the application is not on the stack, as on a thread of the pool
   */
  public static Optional<String> here() {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> BETWEEN.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .map(frame -> frame.toStackTraceElement().toString()));
  }
}
