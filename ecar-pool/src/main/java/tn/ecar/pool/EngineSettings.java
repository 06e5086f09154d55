package tn.ecar.pool;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.HbaRules;
import tn.ecar.pool.config.IdentMaps;
import tn.ecar.pool.config.LdapOptions;
import tn.ecar.pool.config.PoolMode;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.ClientSession;
import tn.ecar.pool.transport.ClientTls;
import tn.ecar.pool.transport.ServerTls;
import tn.ecar.pool.transport.TcpSettings;

/**
 * The global settings that the engine asks for on its ways, read once per configuration.
 *
 * @param checkQuery what proves a long unused server; null when it is not to be checked
 * @param resetQuery what cleans a server after a session; empty for nothing
 * @param addsHost whether a client's address is appended to its application_name
 * @param greeting the notice that each client receives; empty for none
 * @param tracksOrigin whether each take of a connection notes the code that takes it
 * @param leakThreshold after which what is kept counts as leaked; zero for never
 * @param rules how clients are served in each pool mode
 */
record EngineSettings(
    int maxClients,
    boolean roundRobin,
    Duration loginRetry,
    Duration connectTimeout,
    Duration checkDelay,
    String checkQuery,
    String resetQuery,
    boolean resetAlways,
    Duration statsPeriod,
    int scramIterations,
    Set<String> ignoredParameters,
    ServerTls serverTls,
    ClientTls clientTls,
    TcpSettings tcp,
    boolean addsHost,
    String greeting,
    HbaRules hba,
    IdentMaps ident,
    Optional<LdapOptions> ldap,
    Map<PoolMode, ClientSession.Rules> rules,
    int maxTotal,
    int maxWaiting,
    Duration waitNotify,
    Duration cancelWait,
    Duration autodbIdle,
    Duration poolIdle,
    Duration suspendLimit,
    boolean fastClose,
    boolean tracksOrigin,
    Duration leakThreshold) {

  private static final String EMPTY_QUERY = "<empty>";

  /**
   * pgjdbc sends it always. PostgreSQL since version 12 prints a float exactly at each value above
   * 0, so dropping it changes nothing.
   */
  private static final String FLOAT_DIGITS = "extra_float_digits";

  static EngineSettings of(Configuration configuration) {
    String check = configuration.text(Setting.SERVER_CHECK_QUERY);
    return new EngineSettings(
        configuration.integer(Setting.MAX_CLIENT_CONN),
        configuration.flag(Setting.SERVER_ROUND_ROBIN),
        configuration.duration(Setting.SERVER_LOGIN_RETRY),
        configuration.duration(Setting.SERVER_CONNECT_TIMEOUT),
        configuration.duration(Setting.SERVER_CHECK_DELAY),
        check.isEmpty() ? null : check.equals(EMPTY_QUERY) ? "" : check,
        configuration.text(Setting.SERVER_RESET_QUERY),
        configuration.flag(Setting.SERVER_RESET_QUERY_ALWAYS),
        configuration.duration(Setting.STATS_PERIOD),
        configuration.integer(Setting.SCRAM_ITERATIONS),
        ignored(configuration),
        ServerTls.of(configuration),
        ClientTls.of(configuration),
        TcpSettings.of(configuration),
        configuration.flag(Setting.APPLICATION_NAME_ADD_HOST),
        configuration.text(Setting.LOGIN_NOTIFY_MESSAGE),
        HbaRules.of(configuration),
        IdentMaps.of(configuration),
        LdapOptions.of(configuration),
        rules(configuration),
        configuration.integer(Setting.MAX_TOTAL_SERVER_CONNECTIONS),
        configuration.integer(Setting.MAX_WAITING_CLIENTS),
        configuration.duration(Setting.QUERY_WAIT_NOTIFY),
        configuration.duration(Setting.CANCEL_WAIT_TIMEOUT),
        configuration.duration(Setting.AUTODB_IDLE_TIMEOUT),
        configuration.duration(Setting.POOL_IDLE_TIMEOUT),
        configuration.duration(Setting.SUSPEND_TIMEOUT),
        configuration.flag(Setting.SERVER_FAST_CLOSE),
        configuration.flag(Setting.TRACK_CLIENT_ORIGIN)
            || !configuration.duration(Setting.LEAK_THRESHOLD).isZero(),
        configuration.duration(Setting.LEAK_THRESHOLD));
  }

  private static Set<String> ignored(Configuration configuration) {
    Set<String> ignored = new HashSet<>(configuration.list(Setting.IGNORE_STARTUP_PARAMETERS));
    ignored.add(FLOAT_DIGITS);
    return Set.copyOf(ignored);
  }

  private static Map<PoolMode, ClientSession.Rules> rules(Configuration configuration) {
    Map<PoolMode, ClientSession.Rules> rules = new EnumMap<>(PoolMode.class);
    for (PoolMode mode : PoolMode.values()) {
      rules.put(mode, rules(configuration, mode));
    }
    return rules;
  }

  private static ClientSession.Rules rules(Configuration configuration, PoolMode mode) {
    int maxPrepared = configuration.integer(Setting.MAX_PREPARED_STATEMENTS);
    boolean session = mode == PoolMode.SESSION;
    return new ClientSession.Rules(
        !session && maxPrepared > 0,
        Math.max(1, maxPrepared),
        mode != PoolMode.STATEMENT,
        !configuration.flag(Setting.DISABLE_PQEXEC),
        configuration.integer(Setting.MAX_PACKET_SIZE),
        session
            ? ClientSession.Uncarried.KEPT
            : ClientSession.Uncarried.valueOf(
                configuration.text(Setting.UNCARRIED_SESSION_STATE).toUpperCase(Locale.ROOT)));
  }
}
