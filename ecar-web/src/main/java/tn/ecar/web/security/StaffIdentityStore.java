package tn.ecar.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/**
 * The garage's staff as the server's security asks for it. The accounts verify the password and
 * write each sign-in and each refusal to the audit log; what comes back here is only the name and
 * the roles.
 */
@ApplicationScoped
public class StaffIdentityStore implements IdentityStore {
  private final StaffAccounts accounts;
  private final SignInLimit limit;
  private final HttpServletRequest request;

  @Inject
  public StaffIdentityStore(StaffAccounts accounts, SignInLimit limit, HttpServletRequest request) {
    this.accounts = accounts;
    this.limit = limit;
    this.request = request;
  }

  /** For the container's client proxy. */
  protected StaffIdentityStore() {
    this(null, null, null);
  }

  @Override
  public CredentialValidationResult validate(Credential credential) {
    if (!(credential instanceof UsernamePasswordCredential typed)) {
      return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }
    String address = request.getRemoteAddr();
    if (!limit.wait(typed.getCaller(), address).isZero()) {
      return CredentialValidationResult.INVALID_RESULT;
    }
    Optional<StaffAccount> known =
        accounts.authenticate(typed.getCaller(), typed.getPasswordAsString());
    if (known.isPresent()) {
      limit.accepted(typed.getCaller(), address);
    } else {
      limit.refused(typed.getCaller(), address);
    }
    return known
        .map(account -> new CredentialValidationResult(account.getLogin(), account.getRoleNames()))
        .orElse(CredentialValidationResult.INVALID_RESULT);
  }
}
