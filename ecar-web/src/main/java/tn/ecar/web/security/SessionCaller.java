package tn.ecar.web.security;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.staff.Standing;

/**
 * Carries the caller and their groups in the session and tells the container both on every request.
 *
 * <p>The platform's {@code @AutoApplySession} would do it, but Payara takes the groups from its
 * thread then: under load it finds those of nobody, and a manager is refused (Payara issue 6145).
 * It stands where that one would, before the way to the sign-in page.
 *
 * <p>A session ends with what it was opened by: an account that is disabled or got another password
 * has none any more, and other roles hold from then on. The garage is asked at most once a second
 * for each session. Whoever changes their own password signs in again with it. While the garage
 * cannot be asked, because its database is away or the pool is paused, what was known holds:
 * operators look at the pool then, and say RESUME.
 */
@CallerInSession
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
public class SessionCaller implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(SessionCaller.class.getName());
  private static final String KEY = SessionCaller.class.getName();

  /** A working day: nobody at the counter signs in twice. */
  private static final Duration WORKING_DAY = Duration.ofHours(10);

  private static final Duration HOLDS = Duration.ofSeconds(1);

  /**
   * No question waits longer for a connection than the pool's query_wait_timeout usually lets it.
   */
  private static final Duration ANSWERED = Duration.ofMinutes(2);

  /** Each question that finds no database takes a request as long as its wait for a connection. */
  private static final Duration HOLDS_WHILE_AWAY = Duration.ofSeconds(30);

  private final transient StaffAccounts accounts;
  private final transient Clock clock;
  private final transient PoolPause pause;

  @Inject
  SessionCaller(StaffAccounts accounts, Clock clock, PoolPause pause) {
    this.accounts = accounts;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Who signed in.
   *
   * @param passwordMark of the password they signed in with
   * @param until when the garage is asked again
   */
  private record SignedIn(String name, Set<String> groups, String passwordMark, Instant until)
      implements Serializable {
    SignedIn until(Instant later) {
      return new SignedIn(name, groups, passwordMark, later);
    }

    /** Returns who they are now; empty if they are nobody any more. */
    Optional<SignedIn> now(Optional<Standing> standing) {
      return standing
          .filter(now -> now.passwordMark().equals(passwordMark))
          .map(now -> new SignedIn(name, now.roleNames(), passwordMark, until));
    }
  }

  @AroundInvoke
  Object carry(InvocationContext call) throws Exception {
    return switch (call.getMethod().getName()) {
      case "validateRequest" -> validate(call);
      case "cleanSubject" -> forget(call);
      default -> call.proceed();
    };
  }

  private Object validate(InvocationContext call) throws Exception {
    HttpServletRequest request = (HttpServletRequest) call.getParameters()[0];
    HttpMessageContext context = (HttpMessageContext) call.getParameters()[2];
    HttpSession session = request.getSession(false);
    boolean signsIn = context.getAuthParameters().getCredential() != null;
    if (session != null && !signsIn && session.getAttribute(KEY) instanceof SignedIn known) {
      Optional<SignedIn> now = asked(known, session);
      if (now.isPresent()) {
        return context.notifyContainerAboutLogin(now.get().name(), now.get().groups());
      }
      end(session);
    }
    Object outcome = call.proceed();
    // A program shows its key with each request and has no session.
    if (signsIn
        && outcome == AuthenticationStatus.SUCCESS
        && context.getCallerPrincipal() != null) {
      HttpSession theirs = request.getSession(true);
      theirs.setMaxInactiveInterval((int) WORKING_DAY.toSeconds());
      theirs.setAttribute(KEY, signedIn(context));
    }
    return outcome;
  }

  private SignedIn signedIn(HttpMessageContext context) {
    String name = context.getCallerPrincipal().getName();
    Set<String> groups = context.getGroups();
    return new SignedIn(
        name,
        groups == null ? Set.of() : Set.copyOf(groups),
        accounts.standing(name).map(Standing::passwordMark).orElse(""),
        clock.instant().plus(HOLDS));
  }

  private Optional<SignedIn> asked(SignedIn known, HttpSession session) {
    Instant now = clock.instant();
    if (known.until() != null && now.isBefore(known.until())) {
      return Optional.of(known);
    }
    if (pause.holdsUp()) {
      // The question would wait for RESUME, which may be what this very request is for.
      keep(session, known.until(now.plus(HOLDS)));
      return Optional.of(known);
    }
    // Before the question, so that the other requests of the session do not ask it as well: while
    // the pool is paused it waits for RESUME, which the same operator has to be able to press.
    keep(session, known.until(now.plus(ANSWERED)));
    try {
      Optional<SignedIn> found = known.until(now.plus(HOLDS)).now(accounts.standing(known.name()));
      found.ifPresent(still -> keep(session, still));
      return found;
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Nobody can be asked how an account stands", e);
      keep(session, known.until(clock.instant().plus(HOLDS_WHILE_AWAY)));
      return Optional.of(known);
    }
  }

  private static void keep(HttpSession session, SignedIn known) {
    try {
      session.setAttribute(KEY, known);
    } catch (IllegalStateException ended) {
      LOG.log(Level.DEBUG, "The session was ended meanwhile", ended);
    }
  }

  private static void end(HttpSession session) {
    try {
      session.invalidate();
    } catch (IllegalStateException ended) {
      LOG.log(Level.DEBUG, "Another request has ended the session already", ended);
    }
  }

  private static Object forget(InvocationContext call) throws Exception {
    HttpSession session = ((HttpServletRequest) call.getParameters()[0]).getSession(false);
    if (session != null) {
      session.removeAttribute(KEY);
    }
    return call.proceed();
  }
}
