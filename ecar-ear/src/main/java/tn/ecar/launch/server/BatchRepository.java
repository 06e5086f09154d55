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
   * The commands that set it up; without two-phase commits its writes stand outside the chunks'
   * transactions.
   */
  static List<String> commands(boolean preparedTransactions) {
    String properties =
        String.join(
            ":",
            property("serverName", "HOST"),
            property("portNumber", "PORT"),
            property("databaseName", "DATABASE"),
            property("user", "USER"),
            property("password", "PASSWORD"),
            "currentSchema=ecar_batch",
            "applicationName=ecar_batch");
    return List.of(
        "create-jdbc-connection-pool --datasourceclassname org.postgresql.xa.PGXADataSource"
            + " --restype javax.sql.XADataSource --steadypoolsize 0 --maxpoolsize "
            + CONNECTIONS
            + " --poolresize 1 --isconnectvalidatereq true --validationmethod custom-validation"
            + " --validationclassname"
            + " org.glassfish.api.jdbc.validation.PostgresConnectionValidation --property "
            + properties
            + " "
            + POOL,
        "create-jdbc-resource --connectionpoolid " + POOL + " " + RESOURCE,
        "set-batch-runtime-configuration --schemaname ecar_batch --datasourcelookupname "
            + RESOURCE);
  }

  private static String property(String name, String variable) {
    return name + "=${ENV\\=ECAR_BATCH_" + variable + "}";
  }
}
