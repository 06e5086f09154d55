package tn.ecar.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import tn.ecar.garage.staff.ApiKey;
import tn.ecar.garage.staff.ApiKeys;

/**
 * How somebody becomes known to the server: the sign-in page and the REST session both hand over a
 * credential, the session then carries the caller. Who asks for a protected page before that is led
 * to the sign-in page and back, see {@link WayToSignIn}. It is a mechanism of our own beside the
 * server's custom form for two reasons: the session's id changes with the sign-in, whoever asked
 * for it, so that an id planted before is worth nothing afterwards; and a form that was sent too
 * late is not sent again behind somebody's back, but shown again.
 */
@ApplicationScoped
@CallerInSession
public class StaffSignIn implements HttpAuthenticationMechanism {
  private static final String FAILED = StaffSignIn.class.getName() + ".failed";
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
      Optional<ApiKey> key = program(request);
      if (key.isPresent()) {
        return context.notifyContainerAboutLogin(
            key.get().getCallerName(), key.get().getRoleNames());
      }
      return context.isProtected() && WayToSignIn.leadsTo(request)
          ? lead(request, response)
          : context.doNothing();
    }
    CredentialValidationResult result;
    try {
      result = staff.validate(credential);
    } catch (RuntimeException e) {
      // The server would take it for a wrong password.
      request.setAttribute(FAILED, e);
      return AuthenticationStatus.SEND_FAILURE;
    }
    if (result.getStatus() != CredentialValidationResult.Status.VALID) {
      return AuthenticationStatus.SEND_FAILURE;
    }
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    return context.notifyContainerAboutLogin(result);
  }

  /**
   * Returns why nobody could be asked whether name and password belong together, for example
   * because the database is away; empty if they were compared.
   */
  public static Optional<RuntimeException> failure(HttpServletRequest request) {
    return Optional.ofNullable((RuntimeException) request.getAttribute(FAILED));
  }

  private static AuthenticationStatus lead(
      HttpServletRequest request, HttpServletResponse response) {
    try {
      WayToSignIn.show(request, response);
    } catch (IOException e) {
      // The browser has gone; there is nobody to lead.
      return AuthenticationStatus.SEND_FAILURE;
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  /** A key that is none, or no more, is as good as no key: the request comes from nobody. */
  private Optional<ApiKey> program(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    return authorization != null && authorization.startsWith(BEARER)
        ? keys.holder(authorization.substring("Bearer ".length()).strip())
        : Optional.empty();
  }
}
