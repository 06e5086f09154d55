package tn.ecar.launch.server;

import java.util.List;
import java.util.Map;
import tn.ecar.launch.database.Login;

/**
 * The batch runtime's job repository: four connections of the server's own, outside the pool,
 * because the repository is written while a chunk's transaction is under way. Where it is and its
 * secret come from the environment, so that neither a command line nor the server's configuration
 * shows them.
 */
final class BatchRepository {
  private static final String POOL = "EcarBatchPool";
  private static final String RESOURCE = "jdbc/ecarBatch";
  private static final String SCHEMA = "ecar_batch";

  /** Micro's own default; Payara Server has none. */
  private static final String TABLE_PREFIX = "JBATCH";

  private static final int CONNECTIONS = 4;

  private BatchRepository() {}

  static Map<String, String> environment(Login login) {
    return Map.of(
        "ECAR_BATCH_HOST", login.host(),
        "ECAR_BATCH_PORT", Integer.toString(login.port()),
        "ECAR_BATCH_DATABASE", login.database(),
        "ECAR_BATCH_USER", login.user(),
        "ECAR_BATCH_PASSWORD", login.password().clear());
  }

  /**
   * The commands that make its JDBC resource. What it writes stands outside the chunks'
   * transactions, each statement committed by itself: as a second resource manager it would make
   * every chunk a commit in two phases, and a restart of PostgreSQL between the two leaves the
   * repository's rows locked by a transaction that nobody ends before the server's next start. No
   * job needs it: where to go on is told by the mark that a chunk's own transaction moves.
   */
  static List<String> resource() {
    String properties =
        String.join(
            ":",
            property("serverName", "HOST"),
            property("portNumber", "PORT"),
            property("databaseName", "DATABASE"),
            property("user", "USER"),
            property("password", "PASSWORD"),
            "currentSchema=" + SCHEMA,
            "applicationName=ecar_batch");
    return List.of(
        "create-jdbc-connection-pool --datasourceclassname org.postgresql.xa.PGXADataSource"
            + " --restype javax.sql.XADataSource --steadypoolsize 0 --maxpoolsize "
            + CONNECTIONS
            + " --nontransactionalconnections true --poolresize 1 --isconnectvalidatereq true"
            + " --validationmethod custom-validation --validationclassname"
            + " org.glassfish.api.jdbc.validation.PostgresConnectionValidation --property "
            + properties
            + " "
            + POOL,
        "create-jdbc-resource --connectionpoolid " + POOL + " " + RESOURCE);
  }

  /** The command that makes it the batch runtime's, where a server has an entry for that. */
  static String choice() {
    return "set-batch-runtime-configuration --schemaname "
        + SCHEMA
        + " --tableprefix "
        + TABLE_PREFIX
        + " --datasourcelookupname "
        + RESOURCE;
  }

  /**
   * A server's configuration with that entry. The batch runtime takes up the entry that is there
   * when the server starts; one that a command adds later is written down and heeded by nobody
   * before the next start.
   *
   * @param domain a domain.xml without the entry
   */
  static String chosenIn(String domain) {
    String config = "<config name=\"server-config\">";
    if (!domain.contains(config)) {
      throw new IllegalArgumentException("the domain.xml has no " + config);
    }
    return domain.replace(
        config,
        config
            + "<batch-runtime-configuration schema-name=\""
            + SCHEMA
            + "\" data-source-lookup-name=\""
            + RESOURCE
            + "\" table-prefix=\""
            + TABLE_PREFIX
            + "\"/>");
  }

  private static String property(String name, String variable) {
    return name + "=${ENV\\=ECAR_BATCH_" + variable + "}";
  }
}
