package tn.ecar.system;

import java.util.concurrent.atomic.AtomicLong;

/** A new member of the staff with one role, hired by the manager for one test. */
final class Hired {
  /** Everybody's in these tests. */
  static final String PASSWORD = "un mot de passe assez long";

  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() % 100_000_000);

  private final long id;
  private final String login;

  Hired(String role) throws Exception {
    login = role + "-" + Long.toString(NEXT.incrementAndGet(), 36);
    ApiClient.Answer answer =
        ApiClient.manager()
            .post(
                "staff",
                "{\"login\":\"%s\",\"name\":\"%s\",\"roles\":[\"%s\"],\"password\":\"%s\"}"
                    .formatted(login, login, role, PASSWORD));
    if (answer.status() != 201) {
      throw new AssertionError(answer.text());
    }
    id = answer.id();
  }

  long id() {
    return id;
  }

  String login() {
    return login;
  }
}
