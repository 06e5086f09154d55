package tn.ecar.pool;

import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Userlist;

/**
 * What one reload has put in force, as a whole: who judges by several parts of it takes this once,
 * so that no reload comes between them.
 *
 * @param settings what the configuration says, as the engine asks for it
 * @param userlist as auth_file was when it was put in force
 */
record InForce(Configuration configuration, EngineSettings settings, Userlist userlist) {
  /**
   * Reads what the configuration names.
   *
   * @throws tn.ecar.pool.config.ConfigurationException when something of it cannot be read
   */
  static InForce of(Configuration configuration) {
    return new InForce(configuration, EngineSettings.of(configuration), Userlist.of(configuration));
  }
}
