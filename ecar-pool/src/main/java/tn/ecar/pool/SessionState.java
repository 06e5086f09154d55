package tn.ecar.pool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.pool.protocol.Trace;

/**
 * What clients have left behind in sessions that do not stay theirs: told to the log once for each
 * place it comes from, and counted. Thread-safe.
 */
final class SessionState {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** As many places as anybody will read about; later ones go to the log only. */
  private static final int MOST = 500;

  /** What makes two of them the same. */
  private record Where(Trace trace, String database, String user, String place) {}

  private final Time time;
  private final Map<Where, SessionStateReport> reports = new LinkedHashMap<>();

  SessionState(Time time) {
    this.time = time;
  }

  /** A client has left something behind; on the thread that reads the answer for it. */
  void left(Client client, Trace trace, String tag) {
    String database = client.pool().database().name();
    Where where = new Where(trace, database, client.user(), place(client));
    SessionStateReport report;
    synchronized (reports) {
      SessionStateReport before = reports.get(where);
      if (before != null) {
        reports.put(where, before.again());
        return;
      }
      Instant now = time.instantOf(time.micros());
      report =
          new SessionStateReport(
              now,
              tag,
              trace.name(),
              trace.kind().meaning(),
              database,
              client.user(),
              client.session().applicationName(),
              where.place(),
              1);
      if (reports.size() < MOST) {
        reports.put(where, report);
      }
    }
    LOG.log(System.Logger.Level.WARNING, report.sentence());
  }

  /** The code that ran the statement, where it runs in this machine; else the client's address. */
  private static String place(Client client) {
    String address = client.door().address();
    return client.door().type() == 'J' ? CallingCode.here().orElse(address) : address;
  }

  /** What has been left behind so far, in the order of first sight. */
  List<SessionStateReport> reports() {
    synchronized (reports) {
      return new ArrayList<>(reports.values());
    }
  }
}
