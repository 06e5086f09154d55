package tn.ecar.pool.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.ClientLogin;

/**
 * What the log tells of one client of the wire, in PgBouncer's words: that it logs in
 * (log_connections), what it is refused (log_pooler_errors), why it is gone (log_disconnections). A
 * line is written before the client sees what it tells.
 */
final class ClientLog {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Pooler pooler;
  private final ClientLogin login;
  private final Supplier<String> address;
  private final long number = NUMBERS.incrementAndGet();
  private final long since = System.nanoTime();
  private boolean attempted;

  /**
   * @param address where the client is, with its port
   */
  ClientLog(Pooler pooler, ClientLogin login, Supplier<String> address) {
    this.pooler = pooler;
    this.login = login;
    this.address = address;
  }

  /** It has said who it is; told once. */
  void attempt(String tls) {
    if (!attempted && login.database() != null) {
      attempted = true;
      if (isWanted(Setting.LOG_CONNECTIONS)) {
        write(
            "login attempt: db="
                + login.database()
                + " user="
                + login.user()
                + " tls="
                + (tls.isEmpty() ? "no" : tls));
      }
    }
  }

  void refused(String why) {
    if (isWanted(Setting.LOG_POOLER_ERRORS)) {
      write("pooler error: " + why);
    }
  }

  void closing(String why) {
    if (isWanted(Setting.LOG_DISCONNECTIONS)) {
      long age = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
      write("closing because: " + why + " (age=" + age + "s)");
    }
  }

  private boolean isWanted(Setting lines) {
    return pooler.configuration().flag(lines);
  }

  private void write(String text) {
    LOG.log(
        System.Logger.Level.INFO,
        "C-"
            + number
            + ": "
            + (login.database() == null ? "(nodb)" : login.database())
            + "/"
            + (login.user() == null ? "(nouser)" : login.user())
            + "@"
            + address.get()
            + " "
            + text);
  }
}
