package tn.ecar.pool.config;

import static tn.ecar.pool.config.Setting.Change.ON_RELOAD;
import static tn.ecar.pool.config.Setting.Change.ON_RESTART;
import static tn.ecar.pool.config.ValueType.COUNT;
import static tn.ecar.pool.config.ValueType.FLAG;
import static tn.ecar.pool.config.ValueType.LIST;
import static tn.ecar.pool.config.ValueType.PORT;
import static tn.ecar.pool.config.ValueType.SECONDS;
import static tn.ecar.pool.config.ValueType.SSLMODE;
import static tn.ecar.pool.config.ValueType.TEXT;
import static tn.ecar.pool.config.ValueType.between;
import static tn.ecar.pool.config.ValueType.matching;
import static tn.ecar.pool.config.ValueType.oneOf;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every key of the [pgbouncer] section: the one list that the ini file, the environment, SET, SHOW
 * CONFIG and the documentation are read from.
 *
 * <p>The keys, defaults and whether a running pool takes a change are those of PgBouncer 1.25;
 * those that it does not have stand at the end.
 */
public enum Setting {
  ADMIN_USERS(LIST, "", ON_RELOAD, "Comma-separated users that may run every console command."),
  APPLICATION_NAME_ADD_HOST(
      FLAG,
      "0",
      ON_RELOAD,
      "Whether the client's address is appended to its application_name at login."),
  AUTH_DBNAME(
      TEXT,
      "",
      ON_RELOAD,
      "Entry of [databases] in which auth_query runs; empty means the client's own database."),
  AUTH_FILE(
      TEXT,
      "",
      ON_RELOAD,
      "File of users and secrets that clients prove and that the pool logs in with."),
  AUTH_HBA_FILE(
      TEXT,
      "",
      ON_RELOAD,
      "Host-based rules that choose the method per client when auth_type is hba."),
  AUTH_IDENT_FILE(TEXT, "", ON_RELOAD, "Maps from certificate or peer names to database users."),
  AUTH_LDAP_OPTIONS(TEXT, "", ON_RELOAD, "Options of the LDAP look-up when auth_type is ldap."),
  AUTH_QUERY(
      TEXT,
      "SELECT rolname, CASE WHEN rolvaliduntil < now() THEN NULL ELSE rolpassword END FROM"
          + " pg_authid WHERE rolname=$1 AND rolcanlogin",
      ON_RELOAD,
      "Statement that answers (user, secret) for a user who is not in auth_file; $1 is the user's"
          + " name."),
  AUTH_TYPE(
      oneOf("any", "trust", "plain", "md5", "cert", "hba", "ldap", "pam", "scram-sha-256"),
      "md5",
      ON_RELOAD,
      "How clients prove who they are; md5 becomes SCRAM where the stored secret is a SCRAM"
          + " verifier."),
  AUTH_USER(TEXT, "", ON_RELOAD, "Role that runs auth_query for users missing from auth_file."),
  AUTODB_IDLE_TIMEOUT(
      SECONDS,
      "3600",
      ON_RELOAD,
      "How long a database made from the * entry may stay unused before it is forgotten."),
  CANCEL_WAIT_TIMEOUT(
      SECONDS,
      "10",
      ON_RELOAD,
      "How long a cancel request may wait for a connection to its server."),
  CLIENT_IDLE_TIMEOUT(
      SECONDS,
      "0",
      ON_RELOAD,
      "How long a client may stay silent before it is disconnected; 0 for ever."),
  CLIENT_LOGIN_TIMEOUT(
      SECONDS, "60", ON_RELOAD, "How long a client may take to log in; 0 for ever."),
  CLIENT_TLS13_CIPHERS(TEXT, "", ON_RELOAD, "TLS 1.3 suites offered to clients."),
  CLIENT_TLS_CA_FILE(TEXT, "", ON_RELOAD, "Authorities that client certificates must come from."),
  CLIENT_TLS_CERT_FILE(TEXT, "", ON_RELOAD, "Certificate shown to clients."),
  CLIENT_TLS_CIPHERS(
      TEXT,
      "default",
      ON_RELOAD,
      "Suites up to TLS 1.2 offered to clients, in OpenSSL's notation."),
  CLIENT_TLS_DHEPARAMS(
      oneOf("none", "auto", "legacy"),
      "auto",
      ON_RELOAD,
      "Parameters of the Diffie-Hellman exchange with clients."),
  CLIENT_TLS_ECDHCURVE(
      TEXT,
      "auto",
      ON_RELOAD,
      "Curve of the elliptic exchange with clients: auto; none or a name needs Java 20 or newer."),
  CLIENT_TLS_KEY_FILE(TEXT, "", ON_RELOAD, "Private key of the certificate shown to clients."),
  CLIENT_TLS_PROTOCOLS(
      TEXT,
      "secure",
      ON_RELOAD,
      "TLS versions that clients may speak: tlsv1.0 to tlsv1.3, all or secure."),
  CLIENT_TLS_SSLMODE(
      SSLMODE, "disable", ON_RELOAD, "Whether clients may or must use TLS and show a certificate."),
  CONFFILE(TEXT, "", ON_RELOAD, "The ini file that is in force; RELOAD reads it again."),
  DEFAULT_POOL_SIZE(
      COUNT,
      "20",
      ON_RELOAD,
      "Server connections per pair of database and user; 0 means no limit."),
  DISABLE_PQEXEC(FLAG, "0", ON_RESTART, "Whether the simple query protocol is refused."),
  DNS_MAX_TTL(
      SECONDS,
      "15",
      ON_RELOAD,
      "How long a resolved host name is believed; names in use are then looked up again. Inside an"
          + " application server the Java machine's own cache (networkaddress.cache.ttl) comes on"
          + " top."),
  DNS_NXDOMAIN_TTL(
      SECONDS, "15", ON_RELOAD, "How long an unresolvable host name is believed to be so."),
  DNS_ZONE_CHECK_PERIOD(
      SECONDS,
      "0",
      ON_RELOAD,
      "How often zone serials would be compared; kept for its files, without effect here:"
          + " dns_max_ttl bounds how long a name that has moved goes unnoticed."),
  IDLE_TRANSACTION_TIMEOUT(
      SECONDS,
      "0",
      ON_RELOAD,
      "How long a client may idle inside a transaction before it is disconnected; 0 for ever."),
  IGNORE_STARTUP_PARAMETERS(
      LIST, "", ON_RELOAD, "Comma-separated startup parameters that are accepted and dropped."),
  JOB_NAME(
      TEXT,
      "pgbouncer",
      ON_RESTART,
      "Name of the Windows service; kept for its files, without effect here."),
  LISTEN_ADDR(
      LIST,
      "",
      ON_RESTART,
      "Comma-separated addresses to listen on by TCP, * for all; empty for none."),
  LISTEN_BACKLOG(
      COUNT,
      "128",
      ON_RESTART,
      "Connections that the operating system queues before they are accepted."),
  LISTEN_PORT(PORT, "6432", ON_RESTART, "Port of the TCP listeners and of the unix socket's name."),
  LOG_CONNECTIONS(FLAG, "1", ON_RELOAD, "Whether logins are logged."),
  LOG_DISCONNECTIONS(FLAG, "1", ON_RELOAD, "Whether disconnections are logged with their reason."),
  LOG_POOLER_ERRORS(FLAG, "1", ON_RELOAD, "Whether errors sent to clients are logged."),
  LOG_STATS(FLAG, "1", ON_RELOAD, "Whether the averages of each stats_period are logged."),
  LOGFILE(TEXT, "", ON_RELOAD, "File the log is appended to."),
  LOGIN_NOTIFY_MESSAGE(TEXT, "", ON_RELOAD, "Notice that each client receives after its login."),
  MAX_CLIENT_CONN(
      COUNT, "100", ON_RELOAD, "Clients the pool accepts at once, the console's excepted."),
  MAX_DB_CLIENT_CONNECTIONS(COUNT, "0", ON_RELOAD, "Clients per database; 0 means no limit."),
  MAX_DB_CONNECTIONS(
      COUNT,
      "0",
      ON_RELOAD,
      "Server connections per database over all its users; 0 means no limit."),
  MAX_PACKET_SIZE(
      COUNT, "2147483647", ON_RELOAD, "Largest protocol message that passes, in bytes."),
  MAX_PREPARED_STATEMENTS(
      COUNT,
      "200",
      ON_RELOAD,
      "Named statements remembered per server connection outside session pooling; 0 switches"
          + " tracking off."),
  MAX_USER_CLIENT_CONNECTIONS(COUNT, "0", ON_RELOAD, "Clients per user; 0 means no limit."),
  MAX_USER_CONNECTIONS(
      COUNT, "0", ON_RELOAD, "Server connections per user over all databases; 0 means no limit."),
  MIN_POOL_SIZE(COUNT, "0", ON_RELOAD, "Server connections that a pool in use keeps open."),
  PEER_ID(
      between(0, 16383),
      "0",
      ON_RELOAD,
      "This pool's own number within a group of peers; 0 outside of one."),
  PIDFILE(TEXT, "", ON_RESTART, "File that holds the process number."),
  PKT_BUF(COUNT, "4096", ON_RESTART, "Size of the buffers that messages pass through, in bytes."),
  POOL_MODE(
      oneOf("session", "transaction", "statement"),
      "session",
      ON_RELOAD,
      "When a server connection goes back: at disconnect, at the end of a transaction or of a"
          + " statement."),
  POOL_IDLE_TIMEOUT(
      SECONDS, "0", ON_RELOAD, "How long a pool without any connection is kept; 0 for ever."),
  QUERY_TIMEOUT(
      SECONDS,
      "0",
      ON_RELOAD,
      "How long a query may run before it is cancelled and its client dropped; 0 for ever."),
  QUERY_WAIT_NOTIFY(
      COUNT,
      "5",
      ON_RELOAD,
      "Seconds in the waiting line after which the client is told by a notice; 0 never."),
  QUERY_WAIT_TIMEOUT(
      SECONDS,
      "120",
      ON_RELOAD,
      "How long a client may wait for a server connection before it is disconnected; 0 for ever."),
  RESERVE_POOL_SIZE(
      COUNT,
      "0",
      ON_RELOAD,
      "Further server connections that a pool may open when its clients wait too long."),
  RESERVE_POOL_TIMEOUT(
      SECONDS,
      "5",
      ON_RELOAD,
      "How long a client must have waited before the reserve is used; 0 never uses it."),
  RESOLV_CONF(TEXT, "", ON_RESTART, "Resolver configuration to read instead of the system's."),
  SBUF_LOOPCNT(
      COUNT,
      "5",
      ON_RELOAD,
      "Buffers forwarded for one connection before another gets its turn; 0 no limit."),
  SCRAM_ITERATIONS(
      between(1, 2147483647),
      "4096",
      ON_RELOAD,
      "Iterations for SCRAM secrets that are made from clear passwords."),
  SERVER_CHECK_DELAY(
      SECONDS,
      "30",
      ON_RELOAD,
      "Idle time after which a server connection is checked before it is used again."),
  SERVER_CHECK_QUERY(
      TEXT,
      "<empty>",
      ON_RELOAD,
      "Statement of that check; empty switches it off, <empty> sends an empty query."),
  SERVER_CONNECT_TIMEOUT(
      SECONDS,
      "15",
      ON_RELOAD,
      "How long connecting and logging in to a server may take; 0 for ever."),
  SERVER_FAST_CLOSE(
      FLAG,
      "0",
      ON_RELOAD,
      "Whether a server connection in session pooling that is to go away is closed at once."),
  SERVER_IDLE_TIMEOUT(
      SECONDS,
      "600",
      ON_RELOAD,
      "How long a server connection may stay unused before it is closed; 0 for ever."),
  SERVER_LIFETIME(
      SECONDS,
      "3600",
      ON_RELOAD,
      "Age at which an unused server connection is closed; 0 uses each only once."),
  SERVER_LOGIN_RETRY(
      SECONDS,
      "15",
      ON_RELOAD,
      "How long to wait after a failed login to a server; new clients fail at once meanwhile."),
  SERVER_RESET_QUERY(
      TEXT,
      "DISCARD ALL",
      ON_RELOAD,
      "Statement that cleans a server connection when it comes back in session pooling."),
  SERVER_RESET_QUERY_ALWAYS(
      FLAG, "0", ON_RELOAD, "Whether the reset query runs in the other pool modes too."),
  SERVER_ROUND_ROBIN(
      FLAG,
      "0",
      ON_RELOAD,
      "Whether the longest unused server connection is taken first instead of the last used one."),
  SERVER_TLS13_CIPHERS(TEXT, "", ON_RELOAD, "TLS 1.3 suites offered to servers."),
  SERVER_TLS_CA_FILE(TEXT, "", ON_RELOAD, "Authorities that server certificates must come from."),
  SERVER_TLS_CERT_FILE(TEXT, "", ON_RELOAD, "Certificate shown to servers."),
  SERVER_TLS_CIPHERS(
      TEXT,
      "default",
      ON_RELOAD,
      "Suites up to TLS 1.2 offered to servers, in OpenSSL's notation."),
  SERVER_TLS_KEY_FILE(TEXT, "", ON_RELOAD, "Private key of the certificate shown to servers."),
  SERVER_TLS_PROTOCOLS(
      TEXT,
      "secure",
      ON_RELOAD,
      "TLS versions spoken with servers: tlsv1.0 to tlsv1.3, all or secure."),
  SERVER_TLS_SSLMODE(
      SSLMODE,
      "prefer",
      ON_RELOAD,
      "Whether TLS is used with servers and how far their certificate is checked."),
  SO_REUSEPORT(FLAG, "0", ON_RESTART, "Whether several processes may listen on the same port."),
  STATS_PERIOD(SECONDS, "60", ON_RELOAD, "Period that the averages of SHOW STATS are taken over."),
  STATS_USERS(
      LIST,
      "",
      ON_RELOAD,
      "Comma-separated users that may read the console without changing anything."),
  SUSPEND_TIMEOUT(SECONDS, "10", ON_RELOAD, "How long SUSPEND may wait for buffers to drain."),
  SYSLOG(FLAG, "0", ON_RELOAD, "Whether the log also goes to syslog."),
  SYSLOG_FACILITY(TEXT, "daemon", ON_RELOAD, "Facility under which syslog files it."),
  SYSLOG_IDENT(TEXT, "pgbouncer", ON_RELOAD, "Name under which syslog files it."),
  TCP_DEFER_ACCEPT(
      COUNT,
      "1",
      ON_RELOAD,
      "Whether a TCP client is accepted only once it has sent something, within 45 seconds; above"
          + " 1, within so many. By epoll alone."),
  TCP_KEEPALIVE(
      FLAG, "1", ON_RELOAD, "Whether the operating system probes silent TCP connections."),
  TCP_KEEPCNT(
      COUNT,
      "0",
      ON_RELOAD,
      "Unanswered probes after which a TCP connection is given up; 0 the system's own."),
  TCP_KEEPIDLE(COUNT, "0", ON_RELOAD, "Silent seconds before the first probe; 0 the system's own."),
  TCP_KEEPINTVL(COUNT, "0", ON_RELOAD, "Seconds between probes; 0 the system's own."),
  TCP_SOCKET_BUFFER(
      COUNT, "0", ON_RELOAD, "Size of the system's socket buffers in bytes; 0 the system's own."),
  TCP_USER_TIMEOUT(
      COUNT,
      "0",
      ON_RELOAD,
      "Milliseconds that data sent to a TCP client may stay unacknowledged; 0 the system's own. By"
          + " epoll alone; of a server tcp_keepidle, tcp_keepintvl and tcp_keepcnt find that its"
          + " connection is dead."),
  TRACK_EXTRA_PARAMETERS(
      LIST,
      "IntervalStyle",
      ON_RESTART,
      "Comma-separated parameters, beyond the usual ones, that follow a client from server to"
          + " server."),
  TRANSACTION_TIMEOUT(
      SECONDS,
      "0",
      ON_RELOAD,
      "How long a transaction may take before its client is disconnected; 0 for ever."),
  UNIX_SOCKET_DIR(
      TEXT,
      "/tmp",
      ON_RESTART,
      "Directory of the unix socket and default host of the servers; empty means none, an abstract"
          + " one (@) is refused."),
  UNIX_SOCKET_GROUP(TEXT, "", ON_RESTART, "Group that owns the unix socket."),
  UNIX_SOCKET_MODE(
      matching("0?[0-7]{1,4}", "an octal file mode such as 0777"),
      "0777",
      ON_RESTART,
      "File mode of the unix socket."),
  USER(TEXT, "", ON_RESTART, "System user that the process becomes after it has started."),
  VERBOSE(between(0, 3), "", ON_RELOAD, "How much is logged beyond the usual, from 0 to 3."),

  // ---- what PgBouncer does not have

  CONFIG_HISTORY_DIR(
      TEXT,
      "",
      ON_RELOAD,
      "Where every configuration that the pool has accepted is kept for ./ecar pool history and"
          + " rollback; empty means beside the ini file, in a directory of its name with .history"
          + " behind it."),
  HOST_CHECK_PERIOD(
      SECONDS,
      "5",
      ON_RELOAD,
      "How often each host of a database with target_session_attrs is asked whether it is up and"
          + " what it is; 0 never."),
  DISTINCT_SQLSTATES(
      FLAG,
      "0",
      ON_RELOAD,
      "Whether the SQLSTATE of a refusal tells its cause, such as 53300 for too many connections or"
          + " 28P01 for a wrong password; else clients of the wire get 08P01 for every one."),
  AUTH_SEVERAL_SECRETS(
      FLAG,
      "0",
      ON_RELOAD,
      "Whether every line of auth_file for a user counts, so that an old and a new secret let it in"
          + " during a rotation; servers are shown the last."),
  ROTATION_WINDOW(
      SECONDS,
      "86400",
      ON_RELOAD,
      "How long both secrets let a user in after ROTATE; the old one is refused then."),
  ROTATION_COMMAND(
      TEXT,
      "",
      ON_RELOAD,
      "What a shell runs when a rotation has a new secret for other programs; PGUSER tells whose,"
          + " PGPASSFILE and ROTATION_ENV_FILE name the files that hold it. The rotation waits"
          + " until it ends with status 0."),
  LEAK_THRESHOLD(
      SECONDS,
      "0",
      ON_RELOAD,
      "How long code inside this Java machine may keep a connection, and any client a transaction"
          + " that does nothing, before SHOW LEAKS and the log name the code; handles that are"
          + " collected unclosed are named too. 0 watches none; else each take costs some"
          + " microseconds."),
  MAX_TOTAL_SERVER_CONNECTIONS(
      COUNT, "0", ON_RELOAD, "Server connections over all databases and users; 0 means no limit."),
  MAX_WAITING_CLIENTS(
      COUNT,
      "0",
      ON_RELOAD,
      "Clients that may wait for a server connection in one pool; whoever comes then is refused at"
          + " once. 0 means no limit."),
  SERVER_CORES(
      COUNT,
      "0",
      ON_RELOAD,
      "Processor cores of the database's machine, for SHOW ADVICE; 0 when nobody knows."),
  TRACK_CLIENT_ORIGIN(
      FLAG,
      "0",
      ON_RELOAD,
      "Whether SHOW CLIENTS tells for a client inside this Java machine which code has taken it"
          + " last, which costs some microseconds each time; else it tells which code opened it"
          + " first."),
  UNCARRIED_SESSION_STATE(
      oneOf("report", "refuse", "pin"),
      "report",
      ON_RELOAD,
      "What happens when a client outside session pooling leaves something in its session that no"
          + " other server would know, such as SET of a parameter that PostgreSQL does not report:"
          + " the log tells it, the client is sent away, or the client keeps its server until it"
          + " disconnects.");

  /** When a changed value takes effect. */
  enum Change {
    ON_RELOAD,
    ON_RESTART
  }

  private static final String ENVIRONMENT_PREFIX = "ECAR_POOL_";

  private static final Map<String, Setting> BY_KEY = new TreeMap<>();

  static {
    for (Setting setting : values()) {
      BY_KEY.put(setting.key(), setting);
    }
  }

  // A ValueType is immutable: its function keeps no state, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ValueType type;

  private final String defaultValue;
  private final Change change;
  private final String meaning;

  Setting(ValueType type, String defaultValue, Change change, String meaning) {
    this.type = type;
    this.defaultValue = defaultValue;
    this.change = change;
    this.meaning = meaning;
  }

  /** The setting of this key as an ini file spells it, or empty when there is none. */
  public static Optional<Setting> ofKey(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  /** The key as ini files, SET and SHOW CONFIG spell it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment variable that overrides the ini file. */
  public String variable() {
    return ENVIRONMENT_PREFIX + name();
  }

  /** The property of the resource adapter that overrides even the environment. */
  public String property() {
    StringBuilder property = new StringBuilder();
    for (String word : key().split("_")) {
      property.append(
          property.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return property.toString();
  }

  /** What the value may be. */
  public ValueType type() {
    return type;
  }

  /** The value when nobody says otherwise; empty where there is none. */
  public String defaultValue() {
    return defaultValue;
  }

  /** Whether RELOAD and SET change it in a running pool. */
  public boolean reloadable() {
    return change == Change.ON_RELOAD;
  }

  /** One sentence on what it does. */
  public String meaning() {
    return meaning;
  }
}
