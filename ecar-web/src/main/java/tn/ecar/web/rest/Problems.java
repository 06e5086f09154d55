package tn.ecar.web.rest;

import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import tn.ecar.garage.ChangedMeanwhile;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotAllowed;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.web.rest.Problem.Kind;
import tn.ecar.web.rest.Problem.Violation;

/**
 * Says of every failure which problem the client is told. The garage's own exceptions may arrive
 * wrapped by the container.
 */
final class Problems {
  private static final int LONGEST_VALUE = 200;

  private Problems() {}

  /**
   * Returns the problem that this failure is; never null, and never with an inner detail that only
   * the log may carry.
   */
  static Problem of(Throwable failure) {
    return find(failure, RuleViolation.class)
        .map(Problems::rule)
        .or(() -> find(failure, ConstraintViolationException.class).map(Problems::validation))
        .or(
            () ->
                find(failure, ChangedMeanwhile.class)
                    .map(e -> Problem.of(Kind.CHANGED, e.getMessage())))
        .or(
            () ->
                find(failure, NotAllowed.class)
                    .map(e -> Problem.of(Kind.FORBIDDEN, e.getMessage())))
        .or(() -> find(failure, Conflict.class).map(Problems::conflict))
        .or(
            () ->
                find(failure, NotFound.class).map(e -> Problem.of(Kind.NOT_FOUND, e.getMessage())))
        .or(() -> find(failure, OptimisticLockException.class).map(e -> changedMeanwhile()))
        .or(() -> find(failure, WebApplicationException.class).map(Problems::http))
        .or(() -> DatabaseTrouble.in(failure).map(Problems::database))
        .orElseGet(
            () ->
                Problem.of(
                    Kind.UNEXPECTED,
                    "The request was not carried out. The server's log tells more under the"
                        + " reference in 'instance'."));
  }

  private static Problem rule(RuleViolation broken) {
    return broken(List.of(new Violation(broken.field(), shown(broken.value()), broken.rule())));
  }

  private static Problem validation(ConstraintViolationException invalid) {
    return broken(
        invalid.getConstraintViolations().stream()
            .map(v -> new Violation(field(v), shown(text(v.getInvalidValue())), v.getMessage()))
            .sorted((a, b) -> a.field().compareTo(b.field()))
            .toList());
  }

  private static Problem broken(List<Violation> violations) {
    String detail =
        violations.stream()
            .map(v -> v.field() + " '" + v.value() + "': " + v.rule())
            .reduce((a, b) -> a + " " + b)
            .orElse("A value was refused.");
    return new Problem(
        Kind.RULE.type(), Kind.RULE.title(), Kind.RULE.status(), detail, null, violations, null);
  }

  /** A refused value is shown for finding it again, not sent back whole. */
  private static String shown(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }

  private static String field(ConstraintViolation<?> violation) {
    String last = "";
    for (Path.Node node : violation.getPropertyPath()) {
      last = node.getName() == null ? last : node.getName();
    }
    return last;
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  private static Problem conflict(Conflict conflict) {
    String existing = conflict.existing().isEmpty() ? null : conflict.existing();
    return new Problem(
        Kind.CONFLICT.type(),
        Kind.CONFLICT.title(),
        Kind.CONFLICT.status(),
        conflict.getMessage(),
        null,
        null,
        existing);
  }

  private static Problem changedMeanwhile() {
    return Problem.of(
        Kind.CHANGED, "Somebody else changed it meanwhile. Read it again, then repeat the change.");
  }

  private static Problem http(WebApplicationException refused) {
    int status = refused.getResponse().getStatus();
    return switch (status) {
      case 401 -> Problem.of(Kind.NOT_SIGNED_IN, "Sign in first: POST /api/v1/session.");
      case 403 -> Problem.of(Kind.FORBIDDEN, sentence(refused, "Your role may not do this."));
      case 404 ->
          Problem.of(Kind.NOT_FOUND, sentence(refused, "Nothing is found at this address."));
      default -> {
        Response.StatusType type = refused.getResponse().getStatusInfo();
        Kind kind = status == 400 ? Kind.MALFORMED : status >= 500 ? Kind.UNEXPECTED : Kind.HTTP;
        yield new Problem(
            kind.type(), type.getReasonPhrase(), status, hint(status, refused), null, null, null);
      }
    };
  }

  private static String hint(int status, WebApplicationException refused) {
    return switch (status) {
      case 400 -> sentence(refused, BodyReader.SENTENCE);
      case 405 ->
          "This address knows another method than the one that was used; /api/v1/openapi lists"
              + " them.";
      case 406 -> "This address answers application/json.";
      case 415 -> "Send the body as application/json.";
      default -> sentence(refused, refused.getResponse().getStatusInfo().getReasonPhrase() + ".");
    };
  }

  /** The server's own sentences start with "HTTP 404 …": a person is better served by ours. */
  private static String sentence(WebApplicationException refused, String otherwise) {
    String message = refused.getMessage();
    return message == null || message.isBlank() || message.startsWith("HTTP ")
        ? otherwise
        : message;
  }

  private static Problem database(DatabaseTrouble trouble) {
    return switch (trouble) {
      case AWAY ->
          Problem.of(
              Kind.DATABASE_AWAY,
              "The database cannot be reached at the moment. Nothing of this request was confirmed;"
                  + " look whether it is there, then try again.");
      case BUSY ->
          Problem.of(
              Kind.DATABASE_BUSY,
              "No database connection became free in time (query_wait_timeout). Nothing was saved;"
                  + " try again.");
      case ROLLED_BACK ->
          Problem.of(
              Kind.ROLLED_BACK,
              "The transaction could not be finished. Nothing was saved; try again.");
      case DUPLICATE ->
          Problem.of(
              Kind.CONFLICT,
              "The same thing was stored by somebody else a moment before. Read it, then decide"
                  + " again.");
    };
  }

  /** Returns the first exception of this type among the failure and its causes. */
  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 50; t = t.getCause(), depth++) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }
}
