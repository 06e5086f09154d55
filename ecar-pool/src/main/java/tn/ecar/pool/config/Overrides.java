package tn.ecar.pool.config;

import java.util.Map;

/**
 * What counts more than the ini file.
 *
 * @param environment variables of the process, ECAR_POOL_&lt;KEY&gt; among them
 * @param properties of a resource adapter; they count most
 */
public record Overrides(Map<String, String> environment, Map<Setting, String> properties) {
  /** Copies the maps. */
  public Overrides {
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }

  /** Without the values, among which secrets are. */
  @Override
  public String toString() {
    return "Overrides" + properties.keySet();
  }
}
