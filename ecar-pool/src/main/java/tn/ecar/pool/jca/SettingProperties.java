package tn.ecar.pool.jca;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import tn.ecar.pool.config.Setting;

/**
 * The settings as properties of the resource adapter: the server calls those that the deployer has
 * given a value, before the adapter starts. An empty value is none. The list follows the settings;
 * a test holds it to them and can write it anew.
 */
abstract class SettingProperties {
  private final Map<Setting, String> settings = new EnumMap<>(Setting.class);

  Map<Setting, String> settings() {
    return Collections.unmodifiableMap(settings);
  }

  private void put(Setting setting, String value) {
    if (value == null || value.isBlank()) {
      settings.remove(setting);
    } else {
      settings.put(setting, value.strip());
    }
  }

  // ---- one for each setting

  public void setAdminUsers(String value) {
    put(Setting.ADMIN_USERS, value);
  }

  public void setApplicationNameAddHost(String value) {
    put(Setting.APPLICATION_NAME_ADD_HOST, value);
  }

  public void setAuthDbname(String value) {
    put(Setting.AUTH_DBNAME, value);
  }

  public void setAuthFile(String value) {
    put(Setting.AUTH_FILE, value);
  }

  public void setAuthHbaFile(String value) {
    put(Setting.AUTH_HBA_FILE, value);
  }

  public void setAuthIdentFile(String value) {
    put(Setting.AUTH_IDENT_FILE, value);
  }

  public void setAuthLdapOptions(String value) {
    put(Setting.AUTH_LDAP_OPTIONS, value);
  }

  public void setAuthQuery(String value) {
    put(Setting.AUTH_QUERY, value);
  }

  public void setAuthType(String value) {
    put(Setting.AUTH_TYPE, value);
  }

  public void setAuthUser(String value) {
    put(Setting.AUTH_USER, value);
  }

  public void setAutodbIdleTimeout(String value) {
    put(Setting.AUTODB_IDLE_TIMEOUT, value);
  }

  public void setCancelWaitTimeout(String value) {
    put(Setting.CANCEL_WAIT_TIMEOUT, value);
  }

  public void setClientIdleTimeout(String value) {
    put(Setting.CLIENT_IDLE_TIMEOUT, value);
  }

  public void setClientLoginTimeout(String value) {
    put(Setting.CLIENT_LOGIN_TIMEOUT, value);
  }

  public void setClientTls13Ciphers(String value) {
    put(Setting.CLIENT_TLS13_CIPHERS, value);
  }

  public void setClientTlsCaFile(String value) {
    put(Setting.CLIENT_TLS_CA_FILE, value);
  }

  public void setClientTlsCertFile(String value) {
    put(Setting.CLIENT_TLS_CERT_FILE, value);
  }

  public void setClientTlsCiphers(String value) {
    put(Setting.CLIENT_TLS_CIPHERS, value);
  }

  public void setClientTlsDheparams(String value) {
    put(Setting.CLIENT_TLS_DHEPARAMS, value);
  }

  public void setClientTlsEcdhcurve(String value) {
    put(Setting.CLIENT_TLS_ECDHCURVE, value);
  }

  public void setClientTlsKeyFile(String value) {
    put(Setting.CLIENT_TLS_KEY_FILE, value);
  }

  public void setClientTlsProtocols(String value) {
    put(Setting.CLIENT_TLS_PROTOCOLS, value);
  }

  public void setClientTlsSslmode(String value) {
    put(Setting.CLIENT_TLS_SSLMODE, value);
  }

  public void setDefaultPoolSize(String value) {
    put(Setting.DEFAULT_POOL_SIZE, value);
  }

  public void setDisablePqexec(String value) {
    put(Setting.DISABLE_PQEXEC, value);
  }

  public void setDnsMaxTtl(String value) {
    put(Setting.DNS_MAX_TTL, value);
  }

  public void setDnsNxdomainTtl(String value) {
    put(Setting.DNS_NXDOMAIN_TTL, value);
  }

  public void setDnsZoneCheckPeriod(String value) {
    put(Setting.DNS_ZONE_CHECK_PERIOD, value);
  }

  public void setIdleTransactionTimeout(String value) {
    put(Setting.IDLE_TRANSACTION_TIMEOUT, value);
  }

  public void setIgnoreStartupParameters(String value) {
    put(Setting.IGNORE_STARTUP_PARAMETERS, value);
  }

  public void setJobName(String value) {
    put(Setting.JOB_NAME, value);
  }

  public void setListenAddr(String value) {
    put(Setting.LISTEN_ADDR, value);
  }

  public void setListenBacklog(String value) {
    put(Setting.LISTEN_BACKLOG, value);
  }

  public void setListenPort(String value) {
    put(Setting.LISTEN_PORT, value);
  }

  public void setLogConnections(String value) {
    put(Setting.LOG_CONNECTIONS, value);
  }

  public void setLogDisconnections(String value) {
    put(Setting.LOG_DISCONNECTIONS, value);
  }

  public void setLogPoolerErrors(String value) {
    put(Setting.LOG_POOLER_ERRORS, value);
  }

  public void setLogStats(String value) {
    put(Setting.LOG_STATS, value);
  }

  public void setLogfile(String value) {
    put(Setting.LOGFILE, value);
  }

  public void setLoginNotifyMessage(String value) {
    put(Setting.LOGIN_NOTIFY_MESSAGE, value);
  }

  public void setMaxClientConn(String value) {
    put(Setting.MAX_CLIENT_CONN, value);
  }

  public void setMaxDbClientConnections(String value) {
    put(Setting.MAX_DB_CLIENT_CONNECTIONS, value);
  }

  public void setMaxDbConnections(String value) {
    put(Setting.MAX_DB_CONNECTIONS, value);
  }

  public void setMaxPacketSize(String value) {
    put(Setting.MAX_PACKET_SIZE, value);
  }

  public void setMaxPreparedStatements(String value) {
    put(Setting.MAX_PREPARED_STATEMENTS, value);
  }

  public void setMaxUserClientConnections(String value) {
    put(Setting.MAX_USER_CLIENT_CONNECTIONS, value);
  }

  public void setMaxUserConnections(String value) {
    put(Setting.MAX_USER_CONNECTIONS, value);
  }

  public void setMinPoolSize(String value) {
    put(Setting.MIN_POOL_SIZE, value);
  }

  public void setPeerId(String value) {
    put(Setting.PEER_ID, value);
  }

  public void setPidfile(String value) {
    put(Setting.PIDFILE, value);
  }

  public void setPktBuf(String value) {
    put(Setting.PKT_BUF, value);
  }

  public void setPoolMode(String value) {
    put(Setting.POOL_MODE, value);
  }

  public void setPoolIdleTimeout(String value) {
    put(Setting.POOL_IDLE_TIMEOUT, value);
  }

  public void setQueryTimeout(String value) {
    put(Setting.QUERY_TIMEOUT, value);
  }

  public void setQueryWaitNotify(String value) {
    put(Setting.QUERY_WAIT_NOTIFY, value);
  }

  public void setQueryWaitTimeout(String value) {
    put(Setting.QUERY_WAIT_TIMEOUT, value);
  }

  public void setReservePoolSize(String value) {
    put(Setting.RESERVE_POOL_SIZE, value);
  }

  public void setReservePoolTimeout(String value) {
    put(Setting.RESERVE_POOL_TIMEOUT, value);
  }

  public void setResolvConf(String value) {
    put(Setting.RESOLV_CONF, value);
  }

  public void setSbufLoopcnt(String value) {
    put(Setting.SBUF_LOOPCNT, value);
  }

  public void setScramIterations(String value) {
    put(Setting.SCRAM_ITERATIONS, value);
  }

  public void setServerCheckDelay(String value) {
    put(Setting.SERVER_CHECK_DELAY, value);
  }

  public void setServerCheckQuery(String value) {
    put(Setting.SERVER_CHECK_QUERY, value);
  }

  public void setServerConnectTimeout(String value) {
    put(Setting.SERVER_CONNECT_TIMEOUT, value);
  }

  public void setServerFastClose(String value) {
    put(Setting.SERVER_FAST_CLOSE, value);
  }

  public void setServerIdleTimeout(String value) {
    put(Setting.SERVER_IDLE_TIMEOUT, value);
  }

  public void setServerLifetime(String value) {
    put(Setting.SERVER_LIFETIME, value);
  }

  public void setServerLoginRetry(String value) {
    put(Setting.SERVER_LOGIN_RETRY, value);
  }

  public void setServerResetQuery(String value) {
    put(Setting.SERVER_RESET_QUERY, value);
  }

  public void setServerResetQueryAlways(String value) {
    put(Setting.SERVER_RESET_QUERY_ALWAYS, value);
  }

  public void setServerRoundRobin(String value) {
    put(Setting.SERVER_ROUND_ROBIN, value);
  }

  public void setServerTls13Ciphers(String value) {
    put(Setting.SERVER_TLS13_CIPHERS, value);
  }

  public void setServerTlsCaFile(String value) {
    put(Setting.SERVER_TLS_CA_FILE, value);
  }

  public void setServerTlsCertFile(String value) {
    put(Setting.SERVER_TLS_CERT_FILE, value);
  }

  public void setServerTlsCiphers(String value) {
    put(Setting.SERVER_TLS_CIPHERS, value);
  }

  public void setServerTlsKeyFile(String value) {
    put(Setting.SERVER_TLS_KEY_FILE, value);
  }

  public void setServerTlsProtocols(String value) {
    put(Setting.SERVER_TLS_PROTOCOLS, value);
  }

  public void setServerTlsSslmode(String value) {
    put(Setting.SERVER_TLS_SSLMODE, value);
  }

  public void setSoReuseport(String value) {
    put(Setting.SO_REUSEPORT, value);
  }

  public void setStatsPeriod(String value) {
    put(Setting.STATS_PERIOD, value);
  }

  public void setStatsUsers(String value) {
    put(Setting.STATS_USERS, value);
  }

  public void setSuspendTimeout(String value) {
    put(Setting.SUSPEND_TIMEOUT, value);
  }

  public void setSyslog(String value) {
    put(Setting.SYSLOG, value);
  }

  public void setSyslogFacility(String value) {
    put(Setting.SYSLOG_FACILITY, value);
  }

  public void setSyslogIdent(String value) {
    put(Setting.SYSLOG_IDENT, value);
  }

  public void setTcpDeferAccept(String value) {
    put(Setting.TCP_DEFER_ACCEPT, value);
  }

  public void setTcpKeepalive(String value) {
    put(Setting.TCP_KEEPALIVE, value);
  }

  public void setTcpKeepcnt(String value) {
    put(Setting.TCP_KEEPCNT, value);
  }

  public void setTcpKeepidle(String value) {
    put(Setting.TCP_KEEPIDLE, value);
  }

  public void setTcpKeepintvl(String value) {
    put(Setting.TCP_KEEPINTVL, value);
  }

  public void setTcpSocketBuffer(String value) {
    put(Setting.TCP_SOCKET_BUFFER, value);
  }

  public void setTcpUserTimeout(String value) {
    put(Setting.TCP_USER_TIMEOUT, value);
  }

  public void setTrackExtraParameters(String value) {
    put(Setting.TRACK_EXTRA_PARAMETERS, value);
  }

  public void setTransactionTimeout(String value) {
    put(Setting.TRANSACTION_TIMEOUT, value);
  }

  public void setUnixSocketDir(String value) {
    put(Setting.UNIX_SOCKET_DIR, value);
  }

  public void setUnixSocketGroup(String value) {
    put(Setting.UNIX_SOCKET_GROUP, value);
  }

  public void setUnixSocketMode(String value) {
    put(Setting.UNIX_SOCKET_MODE, value);
  }

  public void setUser(String value) {
    put(Setting.USER, value);
  }

  public void setVerbose(String value) {
    put(Setting.VERBOSE, value);
  }

  public void setConfigHistoryDir(String value) {
    put(Setting.CONFIG_HISTORY_DIR, value);
  }

  public void setHostCheckPeriod(String value) {
    put(Setting.HOST_CHECK_PERIOD, value);
  }

  public void setDistinctSqlstates(String value) {
    put(Setting.DISTINCT_SQLSTATES, value);
  }

  public void setAuthSeveralSecrets(String value) {
    put(Setting.AUTH_SEVERAL_SECRETS, value);
  }

  public void setRotationWindow(String value) {
    put(Setting.ROTATION_WINDOW, value);
  }

  public void setRotationCommand(String value) {
    put(Setting.ROTATION_COMMAND, value);
  }

  public void setLeakThreshold(String value) {
    put(Setting.LEAK_THRESHOLD, value);
  }

  public void setMaxTotalServerConnections(String value) {
    put(Setting.MAX_TOTAL_SERVER_CONNECTIONS, value);
  }

  public void setMaxWaitingClients(String value) {
    put(Setting.MAX_WAITING_CLIENTS, value);
  }

  public void setServerCores(String value) {
    put(Setting.SERVER_CORES, value);
  }

  public void setTrackClientOrigin(String value) {
    put(Setting.TRACK_CLIENT_ORIGIN, value);
  }

  public void setUncarriedSessionState(String value) {
    put(Setting.UNCARRIED_SESSION_STATE, value);
  }
}
