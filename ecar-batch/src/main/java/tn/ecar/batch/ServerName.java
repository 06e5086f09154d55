package tn.ecar.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/**
 * What this server calls itself in samples and executions, so that several servers on one database
 * can be told apart: {@code ECAR_SERVER} of the environment, else the machine's host name.
 *
 * @param value the name, never blank
 */
public record ServerName(String value) {
  static final String KEY = "ECAR_SERVER";

  public ServerName {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          KEY + "='" + value + "' names no server: give it a name, or leave the variable out.");
    }
  }

  /** Reads it from these variables. */
  public static ServerName of(Map<String, String> environment) {
    String given = environment.get(KEY);
    return new ServerName(given == null ? hostName() : given.strip());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine whose own name cannot be resolved still has but one server that calls itself
      // this.
      return "localhost";
    }
  }

  /** Gives the name to the beans of this module. */
  @ApplicationScoped
  static class FromEnvironment {
    @Produces
    ServerName serverName() {
      return of(System.getenv());
    }
  }
}
