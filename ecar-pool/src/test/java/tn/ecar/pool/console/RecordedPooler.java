package tn.ecar.pool.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tn.ecar.pool.AlertFigures;
import tn.ecar.pool.ConnectionFigures;
import tn.ecar.pool.DatabaseFigures;
import tn.ecar.pool.DatabaseStatistics;
import tn.ecar.pool.LeakReport;
import tn.ecar.pool.PeerFigures;
import tn.ecar.pool.PoolFigures;
import tn.ecar.pool.PoolTimings;
import tn.ecar.pool.TimingsTest;
import tn.ecar.pool.Totals;
import tn.ecar.pool.UserFigures;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.protocol.Replication;
import tn.ecar.pool.sizing.Load;

/** A pooler of known figures that remembers the commands it was given, for tests of words alone. */
public class RecordedPooler implements Operations {
  public final List<String> commands = new ArrayList<>();
  private Configuration configuration = Configuration.read(null, Map.of());

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public List<PoolFigures> pools() {
    return List.of(
        new PoolFigures(
            "ecar_db",
            "ecar_user",
            7,
            2,
            0,
            0,
            5,
            0,
            0,
            3,
            1,
            0,
            1,
            Duration.ofMillis(1250),
            "transaction",
            ""));
  }

  @Override
  public List<ConnectionFigures> clients() {
    return List.of(connection('C', 1, 2));
  }

  @Override
  public List<ConnectionFigures> servers() {
    return List.of(connection('S', 2, 1));
  }

  private static ConnectionFigures connection(char type, long id, long link) {
    return new ConnectionFigures(
        type,
        "ecar_user",
        "ecar_db",
        Replication.NONE,
        "active",
        "127.0.0.1",
        5432,
        "127.0.0.1",
        6432,
        Instant.EPOCH,
        Instant.EPOCH,
        Duration.ZERO,
        false,
        link,
        4711,
        "",
        "ecar_application",
        3,
        id);
  }

  @Override
  public List<DatabaseFigures> databases() {
    return List.of(
        new DatabaseFigures(configuration.database("ecar_db").orElseThrow(), 10, 9, false, false));
  }

  @Override
  public int arriving() {
    return 3;
  }

  @Override
  public List<tn.ecar.pool.transport.HostNames.Known> hostNames() {
    return List.of(
        new tn.ecar.pool.transport.HostNames.Known(
            "db.garage.tn", List.of(java.net.InetAddress.getLoopbackAddress()), 12));
  }

  @Override
  public List<UserFigures> users() {
    return List.of(new UserFigures("ecar_user", 10, 9));
  }

  @Override
  public List<DatabaseStatistics> statistics() {
    return List.of(
        new DatabaseStatistics(
            "ecar_db",
            new Totals(1, 2, 123456789012L, 4, 5, 6, 7, 8, 9, 10, 11, 12),
            new Totals(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
            new Totals(60, 120, 180, 240, 300, 720, 1260, 480, 540, 600, 660, 720)));
  }

  @Override
  public List<PoolTimings> timings() {
    return List.of(TimingsTest.recorded());
  }

  @Override
  public List<Load> loads() {
    return List.of(
        new Load(
            "ecar_db",
            "ecar_user",
            Duration.ofSeconds(60),
            6_000,
            Duration.ofSeconds(120),
            9,
            1,
            Duration.ZERO,
            Duration.ofMillis(3),
            80,
            20,
            10,
            40,
            100));
  }

  @Override
  public List<PeerFigures> peers() {
    return configuration.peers().keySet().stream()
        .map(id -> new PeerFigures(id, 1, 2, 3, 4))
        .toList();
  }

  @Override
  public List<LeakReport> leaks() {
    Instant at = Instant.parse("2026-01-05T08:00:00Z");
    return List.of(
        new LeakReport(
            at,
            at.plusSeconds(9),
            LeakReport.Kind.OPEN_TRANSACTION,
            "ecar_db",
            "ecar_user",
            "Orders.close(Orders.java:7)",
            3,
            Duration.ofSeconds(70)));
  }

  @Override
  public List<tn.ecar.pool.SessionStateReport> sessionState() {
    return List.of(
        new tn.ecar.pool.SessionStateReport(
            Instant.EPOCH, "SET", "work_mem", "a parameter", "ecar_db", "u", "app", "Here:1", 2));
  }

  @Override
  public List<AlertFigures> alerts() {
    return List.of(
        new AlertFigures("clients_near_limit", "", false, 9, 80, Instant.EPOCH),
        new AlertFigures(
            "slow_transactions", "ecar_db", true, 1_500_000, 1_000_000, Instant.EPOCH));
  }

  @Override
  public boolean suspended() {
    return false;
  }

  @Override
  public void suspend() {
    commands.add("SUSPEND");
  }

  @Override
  public void shutDown(Shutdown how) {
    commands.add("SHUTDOWN " + how);
  }

  @Override
  public List<tn.ecar.pool.rotation.RotationFigures> rotations() {
    return List.of(
        new tn.ecar.pool.rotation.RotationFigures(
            "ecar_user",
            tn.ecar.pool.rotation.Step.PROVED,
            "md5",
            java.time.Instant.EPOCH,
            java.time.Instant.EPOCH,
            java.nio.file.Path.of("pgpass.ecar_user")));
  }

  @Override
  public List<tn.ecar.pool.EventFigures> events() {
    return List.of();
  }

  @Override
  public List<tn.ecar.pool.CommandFigures> commands() {
    return List.of();
  }

  @Override
  public void rotate(String user) {
    commands.add("rotate " + user);
  }

  @Override
  public void checkRotation(String user) {
    commands.add("check rotation of " + user);
  }

  @Override
  public void endRotation(String user) {
    commands.add("end rotation of " + user);
  }

  @Override
  public boolean paused() {
    return false;
  }

  @Override
  public void apply(UnaryOperator<Configuration> change) {
    configuration = change.apply(configuration);
  }

  @Override
  public void reload() throws ConsoleException {
    throw new ConsoleException(
        "F0000", "RELOAD failed, see logs for additional details", "line 3 is wrong");
  }

  @Override
  public void pause(Optional<String> database) {
    commands.add("pause " + database.orElse("all"));
  }

  @Override
  public void resume(Optional<String> database) throws ConsoleException {
    throw new ConsoleException("pooler is not paused/suspended");
  }

  @Override
  public void reconnect(Optional<String> database) {
    commands.add("reconnect " + database.orElse("all"));
  }

  @Override
  public void kill(Optional<String> database) {
    commands.add("kill " + database.orElse("all"));
  }

  @Override
  public void killClient(long id) {
    commands.add("kill client " + id);
  }

  @Override
  public void disable(String database) {
    commands.add("disable " + database);
  }

  @Override
  public void enable(String database) {
    commands.add("enable " + database);
  }

  @Override
  public void waitClose(Optional<String> database) {
    commands.add("wait close " + database.orElse("all"));
  }
}
