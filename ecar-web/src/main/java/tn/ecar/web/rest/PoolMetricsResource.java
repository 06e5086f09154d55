package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.persistence.PoolResources;

/**
 * The pool's figures for Prometheus. A program that scrapes has no session: it brings the token
 * that {@code ECAR_METRICS_TOKEN} holds. Without that variable only operators and managers read.
 */
@Path("pool/metrics")
@RequestScoped
@Tag(name = "pool")
public class PoolMetricsResource {
  private static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String BEARER = "Bearer ";

  @GET
  @PermitAll
  @Produces({TYPE, "*/*"})
  @Operation(
      summary = "The pool's figures as OpenMetrics text",
      description =
          "For operators and managers, or with 'Authorization: Bearer' and the token that"
              + " ECAR_METRICS_TOKEN holds.")
  @APIResponse(responseCode = "401", description = "Nobody is signed in and no token fits")
  @APIResponse(responseCode = "403", description = "Who is signed in is neither of them")
  public Response metrics(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @Context SecurityContext caller)
      throws SQLException {
    if (!isToken(authorization, System.getenv("ECAR_METRICS_TOKEN"))) {
      requireOperator(caller);
    }
    return Response.ok(text(), TYPE).build();
  }

  static boolean isToken(String authorizationOrNull, String tokenOrNull) {
    return tokenOrNull != null
        && !tokenOrNull.isBlank()
        && authorizationOrNull != null
        && authorizationOrNull.startsWith(BEARER)
        // In the same time whichever character is wrong.
        && MessageDigest.isEqual(
            authorizationOrNull.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
            tokenOrNull.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireOperator(SecurityContext caller) {
    if (caller.isUserInRole(Roles.OPERATOR) || caller.isUserInRole(Roles.MANAGER)) {
      return;
    }
    if (caller.getUserPrincipal() == null) {
      throw new NotAuthorizedException(Response.status(Response.Status.UNAUTHORIZED).build());
    }
    throw new ForbiddenException("This needs one of the roles operator, manager.");
  }

  private static String text() throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Connection console = PoolResources.console().getConnection();
        Statement statement = console.createStatement();
        ResultSet lines = statement.executeQuery("SHOW METRICS")) {
      while (lines.next()) {
        text.append(lines.getString(1)).append('\n');
      }
    }
    return text.toString();
  }
}
