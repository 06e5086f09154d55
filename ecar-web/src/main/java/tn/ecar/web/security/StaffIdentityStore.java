package tn.ecar.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import tn.ecar.garage.staff.StaffAccounts;

/**
 * The garage's staff as the server's security asks for it. The accounts verify the password and
 * write each sign-in and each refusal to the audit log; what comes back here is only the name and
 * the roles.
 */
@ApplicationScoped
public class StaffIdentityStore implements IdentityStore {
  private final StaffAccounts accounts;

  @Inject
  public StaffIdentityStore(StaffAccounts accounts) {
    this.accounts = accounts;
  }

  /** For the container's client proxy. */
  protected StaffIdentityStore() {
    this(null);
  }

  @Override
  public CredentialValidationResult validate(Credential credential) {
    if (!(credential instanceof UsernamePasswordCredential typed)) {
      return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }
    return accounts
        .authenticate(typed.getCaller(), typed.getPasswordAsString())
        .map(account -> new CredentialValidationResult(account.getLogin(), account.getRoleNames()))
        .orElse(CredentialValidationResult.INVALID_RESULT);
  }
}
