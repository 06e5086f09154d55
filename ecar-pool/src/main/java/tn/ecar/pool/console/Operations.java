package tn.ecar.pool.console;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tn.ecar.pool.AlertFigures;
import tn.ecar.pool.CommandFigures;
import tn.ecar.pool.ConnectionFigures;
import tn.ecar.pool.DatabaseFigures;
import tn.ecar.pool.DatabaseStatistics;
import tn.ecar.pool.EventFigures;
import tn.ecar.pool.LeakReport;
import tn.ecar.pool.PeerFigures;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.PoolTimings;
import tn.ecar.pool.SessionStateReport;
import tn.ecar.pool.UserFigures;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.rotation.RotationFigures;
import tn.ecar.pool.sizing.Load;
import tn.ecar.pool.transport.HostNames;

/**
 * What an operator sees of a pooler and may do to it: all that the console and the MXBean need.
 *
 * <p>Figures are those of one moment. Commands act before they return; one that cannot be obeyed
 * throws {@link ConsoleException} with the sentence for the operator. An empty database means all
 * of them.
 */
public interface Operations {
  /** What SHOW VERSION answers; tools look for the name and number they know. */
  String VERSION = "PgBouncer 1.25.2 (spoken by ECAR)";

  /** The configuration in force. */
  Configuration configuration();

  /** A line per pool. */
  List<PoolFigures> pools();

  /** A line per logged-in client. */
  List<ConnectionFigures> clients();

  /** How many clients have come through a door and not logged in yet. */
  int arriving();

  /** A line per server connection. */
  List<ConnectionFigures> servers();

  /** A line per database. */
  List<DatabaseFigures> databases();

  /** A line per known user. */
  List<UserFigures> users();

  /** Host names that were looked up. */
  List<HostNames.Known> hostNames();

  /** Sums and averages per database. */
  List<DatabaseStatistics> statistics();

  /** How times were distributed, per pool. */
  List<PoolTimings> timings();

  /** What the advice on sizes rests on, per pool. */
  List<Load> loads();

  /** A line per alert rule and what it is about. */
  List<AlertFigures> alerts();

  /** What clients have left behind in sessions that do not stay theirs, by place of origin. */
  List<SessionStateReport> sessionState();

  /** Connections and transactions that were kept too long, by the code that keeps them. */
  List<LeakReport> leaks();

  /** Cancel requests on their way to each peer, in the order of [peers]. */
  List<PeerFigures> peers();

  /** Servers closed and clients refused, by reason. */
  List<EventFigures> events();

  /** The newest commands that have changed something, oldest first. */
  List<CommandFigures> commands();

  /** Secrets of users that are being changed, a line per user. */
  List<RotationFigures> rotations();

  /** Gives a user a new secret, at PostgreSQL and in auth_file; the old one lets in as well. */
  void rotate(String user) throws ConsoleException;

  /** Looks whether a rotation would work; changes nothing. */
  void checkRotation(String user) throws ConsoleException;

  /** From now on the old secret of a user who has a new one is refused. */
  void endRotation(String user) throws ConsoleException;

  /** Whether everything is paused. */
  boolean paused();

  /** Whether SUSPEND is in force. */
  boolean suspended();

  /**
   * Puts in force what this makes of the configuration in force. No other change comes between.
   *
   * @throws tn.ecar.pool.config.ConfigurationException when it is refused; nothing has changed then
   */
  void apply(UnaryOperator<Configuration> change) throws ConsoleException;

  /** Reads ini and userlist again and puts them in force. */
  void reload() throws ConsoleException;

  /** Leases nothing any more and returns when every server connection is back. */
  void pause(Optional<String> database) throws ConsoleException;

  /** Starts nothing any more and returns when nothing runs; open transactions stay open. */
  void suspend() throws ConsoleException;

  /** Ends the pool, at once or when what it waits for has come; returns before that. */
  void shutDown(Shutdown how) throws ConsoleException;

  /** Ends a pause, a suspension or a kill. */
  void resume(Optional<String> database) throws ConsoleException;

  /** Closes server connections as soon as they are free, so that new ones are made. */
  void reconnect(Optional<String> database) throws ConsoleException;

  /** Drops clients and server connections at once; the database is paused then. */
  void kill(Optional<String> database) throws ConsoleException;

  /** Disconnects one client. */
  void killClient(long id) throws ConsoleException;

  /** Refuses new clients. */
  void disable(String database) throws ConsoleException;

  /** Lets new clients in again. */
  void enable(String database) throws ConsoleException;

  /** Returns when no server connection that a RECONNECT has marked is left. */
  void waitClose(Optional<String> database) throws ConsoleException;
}
