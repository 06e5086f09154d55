package tn.ecar.web.security;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Set;

/**
 * Carries the caller and their groups in the session and tells the container both on every request.
 *
 * <p>The platform's {@code @AutoApplySession} would do it, but Payara takes the groups from its
 * thread then: under load it finds those of nobody, and a manager is refused (Payara issue 6145).
 * It stands where that one would, before the way to the sign-in page.
 */
@CallerInSession
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
public class SessionCaller implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String KEY = SessionCaller.class.getName();

  /** Who signed in. */
  private record SignedIn(String name, Set<String> groups) implements Serializable {}

  @AroundInvoke
  Object carry(InvocationContext call) throws Exception {
    return switch (call.getMethod().getName()) {
      case "validateRequest" -> validate(call);
      case "cleanSubject" -> forget(call);
      default -> call.proceed();
    };
  }

  private static Object validate(InvocationContext call) throws Exception {
    HttpServletRequest request = (HttpServletRequest) call.getParameters()[0];
    HttpMessageContext context = (HttpMessageContext) call.getParameters()[2];
    HttpSession session = request.getSession(false);
    boolean signsIn = context.getAuthParameters().getCredential() != null;
    if (session != null && !signsIn && session.getAttribute(KEY) instanceof SignedIn known) {
      return context.notifyContainerAboutLogin(known.name(), known.groups());
    }
    Object outcome = call.proceed();
    // A program shows its key with each request and has no session.
    if (signsIn
        && outcome == AuthenticationStatus.SUCCESS
        && context.getCallerPrincipal() != null) {
      Set<String> groups = context.getGroups();
      request
          .getSession(true)
          .setAttribute(
              KEY,
              new SignedIn(
                  context.getCallerPrincipal().getName(),
                  groups == null ? Set.of() : Set.copyOf(groups)));
    }
    return outcome;
  }

  private static Object forget(InvocationContext call) throws Exception {
    HttpSession session = ((HttpServletRequest) call.getParameters()[0]).getSession(false);
    if (session != null) {
      session.removeAttribute(KEY);
    }
    return call.proceed();
  }
}
