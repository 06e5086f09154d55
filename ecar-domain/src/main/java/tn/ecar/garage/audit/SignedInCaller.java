package tn.ecar.garage.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.Principal;

/** The person whom the container knows as the caller of this request. */
@ApplicationScoped
public class SignedInCaller implements Caller {
  private static final String NOBODY = "ANONYMOUS";

  private final Instance<Principal> principals;

  @Inject
  public SignedInCaller(Instance<Principal> principals) {
    this.principals = principals;
  }

  /** For the container's client proxy. */
  protected SignedInCaller() {
    this(null);
  }

  @Override
  public String name() {
    if (!principals.isResolvable()) {
      return SYSTEM;
    }
    Principal principal = principals.get();
    String name = principal == null ? null : principal.getName();
    // Payara calls an unauthenticated caller ANONYMOUS; a job or the start-up has no name at all.
    return name == null || name.isBlank() || NOBODY.equalsIgnoreCase(name) ? SYSTEM : name;
  }
}
