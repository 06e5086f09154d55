package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.Password;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.web.security.SignInLimit;
import tn.ecar.web.security.StaffSignIn;

/** Signs staff in and out over REST; the session is the same as that of the pages. */
@Path("session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "session")
public class SessionResource {
  private final SecurityContext security;
  private final StaffAccounts accounts;
  private final SignInLimit limit;

  @Inject
  public SessionResource(SecurityContext security, StaffAccounts accounts, SignInLimit limit) {
    this.security = security;
    this.accounts = accounts;
    this.limit = limit;
  }

  /** For the container's client proxy. */
  protected SessionResource() {
    this(null, null, null);
  }

  @POST
  @PermitAll
  @SecurityRequirementsSet
  @Operation(
      summary = "Sign in",
      description = "Sets the cookie ECARSESSION. Which of the two was wrong is not told.")
  @APIResponseSchema(Caller.class)
  @APIResponse(
      responseCode = "429",
      description = "Too many were refused; Retry-After tells the seconds to wait")
  @APIResponse(responseCode = "401", description = "Name and password do not belong together")
  public Response signIn(
      SignIn who, @Context HttpServletRequest request, @Context HttpServletResponse response) {
    if (who.user() == null || who.user().isBlank()) {
      throw new RuleViolation("user", who.user(), "Send the login as 'user'.");
    }
    if (who.password() == null) {
      throw new RuleViolation("password", null, "Send the password as 'password'.");
    }
    Duration wait = limit.wait(who.user(), request.getRemoteAddr());
    if (!wait.isZero()) {
      return tooMany(wait);
    }
    // The cookie is needed from here on; the mechanism gives the session a new id with the sign-in.
    request.getSession(true);
    AuthenticationStatus status =
        security.authenticate(
            request,
            response,
            AuthenticationParameters.withParams()
                .credential(
                    new UsernamePasswordCredential(
                        who.user().strip(), new Password(who.password())))
                .newAuthentication(true));
    Optional<RuntimeException> failure = StaffSignIn.failure(request);
    if (failure.isPresent()) {
      throw failure.get();
    }
    Principal signedIn = request.getUserPrincipal();
    if (status != AuthenticationStatus.SUCCESS || signedIn == null) {
      return EveryFailure.response(
          Problem.of(
              Problem.Kind.NOT_SIGNED_IN,
              "Login and password do not belong together, or the account is disabled."));
    }
    return Response.ok(caller(signedIn.getName())).build();
  }

  private static Response tooMany(Duration wait) {
    return Response.fromResponse(
            EveryFailure.response(
                Problem.of(
                    Problem.Kind.TOO_MANY,
                    "Too many sign-ins were refused: wait, then try again.")))
        .header("Retry-After", wait.toSeconds() + 1)
        .build();
  }

  @GET
  @PermitAll
  @Operation(summary = "Who am I")
  @APIResponseSchema(Caller.class)
  @APIResponse(responseCode = "401", description = "Nobody is signed in")
  public Response show(@Context HttpServletRequest request) {
    Principal signedIn = request.getUserPrincipal();
    if (signedIn == null) {
      return EveryFailure.response(
          Problem.of(Problem.Kind.NOT_SIGNED_IN, "Sign in first: POST /api/v1/session."));
    }
    return Response.ok(caller(signedIn.getName())).build();
  }

  @DELETE
  @PermitAll
  @Operation(summary = "Sign out")
  @APIResponse(responseCode = "204", description = "The session is over, if there was one")
  public void signOut(@Context HttpServletRequest request) throws ServletException {
    request.logout();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /**
   * The roles are read from the account: where a method is open to everybody, Payara's security
   * context answers no to every question for a role.
   */
  private Caller caller(String login) {
    List<String> roles =
        accounts.byLogin(login).stream().flatMap(a -> a.getRoleNames().stream()).sorted().toList();
    return new Caller(login, roles);
  }

  /** Login and password. */
  @Schema(name = "SignIn")
  public record SignIn(@Schema(example = "manager") String user, String password) {
    /** Keeps the password out of every log. */
    @Override
    public String toString() {
      return "SignIn[" + user + "]";
    }
  }

  /** Who is signed in. */
  @Schema(name = "Caller")
  public record Caller(@Schema(example = "manager") String user, List<String> roles) {}
}
