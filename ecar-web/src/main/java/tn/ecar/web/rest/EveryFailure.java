package tn.ecar.web.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import tn.ecar.web.rest.Problem.Kind;

/**
 * Turns whatever a request failed with into a problem for the client. What the client cannot mend
 * goes to the log in full, under a reference that the client is given; no stack trace leaves the
 * server.
 */
@Provider
@Priority(1)
public class EveryFailure implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(EveryFailure.class.getName());
  private static final String RETRY_SECONDS = "5";

  @Context private SecurityContext caller;
  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof WebApplicationException http && http.getResponse().getStatus() < 400) {
      return http.getResponse();
    }
    Locale language = ProblemWords.language(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    return Response.fromResponse(response(ProblemWords.in(language, told(failure))))
        .language(language)
        .build();
  }

  private Problem told(Throwable failure) {
    Problem problem = Problems.of(failure);
    if (problem.status() == Kind.FORBIDDEN.status() && caller.getUserPrincipal() == null) {
      return Problem.of(Kind.NOT_SIGNED_IN, "Sign in first: POST /api/v1/session.");
    }
    if (problem.status() == 503) {
      LOG.log(Level.WARNING, "{0}: {1}", new Object[] {problem.title(), innermost(failure)});
    } else if (problem.status() >= 500) {
      String reference = "urn:uuid:" + UUID.randomUUID();
      LOG.log(Level.SEVERE, failure, () -> "A request failed, reference " + reference);
      return problem.referring(reference);
    }
    return problem;
  }

  /** Returns the problem as a response, with what its status asks for besides. */
  static Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (problem.status() == 503) {
      response.header("Retry-After", RETRY_SECONDS);
    }
    return response.build();
  }

  private static String innermost(Throwable failure) {
    Throwable last = failure;
    for (int depth = 0; last.getCause() != null && depth < 50; depth++) {
      last = last.getCause();
    }
    return last.toString();
  }
}
