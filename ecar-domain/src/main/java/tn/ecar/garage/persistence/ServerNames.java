package tn.ecar.garage.persistence;

import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Looks up what the server keeps under a name. */
final class ServerNames {
  private ServerNames() {}

  /** Returns the object, or empty if the server has none of that type under the name. */
  // The check guards against names from a request; these come from the code and the operator's own
  // configuration.
  @SuppressWarnings("BanJNDI")
  static <T> Optional<T> find(String name, Class<T> type) {
    try {
      Object found = new InitialContext().lookup(name);
      return type.isInstance(found) ? Optional.of(type.cast(found)) : Optional.empty();
    } catch (NamingException e) {
      // Every caller knows what its absence means, and says so.
      return Optional.empty();
    }
  }
}
