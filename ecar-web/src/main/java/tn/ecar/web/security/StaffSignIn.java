package tn.ecar.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.authentication.mechanism.http.LoginToContinue;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import tn.ecar.garage.staff.ApiKey;
import tn.ecar.garage.staff.ApiKeys;

/**
 * How somebody becomes known to the server: the sign-in page and the REST session both hand over a
 * credential, the session then carries the caller. Who asks for a protected page before that is led
 * to the sign-in page and back. It is a mechanism of our own beside the server's custom form for
 * one reason: the session's id changes with the sign-in, whoever asked for it, so that an id
 * planted before is worth nothing afterwards.
 */
@ApplicationScoped
@CallerInSession
@LoginToContinue(loginPage = "/login.xhtml", errorPage = "", useForwardToLogin = false)
public class StaffSignIn implements HttpAuthenticationMechanism {
  private static final String BEARER = "Bearer " + ApiKeys.PREFIX;

  private final IdentityStoreHandler staff;
  private final ApiKeys keys;

  @Inject
  public StaffSignIn(IdentityStoreHandler staff, ApiKeys keys) {
    this.staff = staff;
    this.keys = keys;
  }

  /** For the container's client proxy. */
  protected StaffSignIn() {
    this(null, null);
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Credential credential = context.getAuthParameters().getCredential();
    if (credential == null) {
      return program(request)
          .map(key -> context.notifyContainerAboutLogin(key.getCallerName(), key.getRoleNames()))
          .orElseGet(context::doNothing);
    }
    CredentialValidationResult result = staff.validate(credential);
    if (result.getStatus() != CredentialValidationResult.Status.VALID) {
      return AuthenticationStatus.SEND_FAILURE;
    }
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    return context.notifyContainerAboutLogin(result);
  }

  /** A key that is none, or no more, is as good as no key: the request comes from nobody. */
  private Optional<ApiKey> program(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null && authorization.startsWith(BEARER)
        ? keys.holder(authorization.substring("Bearer ".length()).strip())
        : Optional.empty();
  }
}
