package tn.ecar.web.rest;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What went wrong, in the words of RFC 9457 ({@code application/problem+json}). Members that do not
 * apply are left out.
 *
 * @param type a URN that names the kind of problem, stable enough to program against
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail this occurrence in a sentence, with the way out
 * @param instance where to look for more: the reference that the server's log carries; may be null
 * @param violations the rules that were broken; null unless the status is 422
 * @param number number or name of what exists already; null unless the status is 409 and there is
 *     one
 */
@JsonbPropertyOrder({"type", "title", "status", "detail", "instance", "violations", "number"})
@Schema(name = "Problem", description = "An error as RFC 9457 describes it.")
public record Problem(
    @Schema(example = "urn:ecar:problem:rule") String type,
    @Schema(example = "A rule of the garage is broken") String title,
    @Schema(example = "422") int status,
    @Schema(example = "odometerKm '100': The newest reading is 45000 km.") String detail,
    String instance,
    List<Violation> violations,
    @Schema(example = "FA-2026-000017") String number) {

  /** The media type of every error. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * One broken rule.
   *
   * @param field the field as the request calls it
   * @param value what was given, as text
   * @param rule the rule as a sentence
   */
  @JsonbPropertyOrder({"field", "value", "rule"})
  @Schema(name = "Violation")
  public record Violation(
      @Schema(example = "plate") String field,
      @Schema(example = "abc") String value,
      @Schema(example = "A plate is '123 TU 4567', 'RS 123456' or '17-125458'.") String rule) {}

  /** Returns a problem that is told by its sentence alone. */
  static Problem of(Kind kind, String detail) {
    return new Problem(kind.type(), kind.title(), kind.status(), detail, null, null, null);
  }

  /** Returns the same problem with the reference under which the log tells more. */
  Problem referring(String instance) {
    return new Problem(type, title, status, detail, instance, violations, number);
  }

  /** Returns true if the server failed and still knows that nothing of the work stays. */
  boolean leavesNothing() {
    return type.equals(Kind.DATABASE_BUSY.type()) || type.equals(Kind.ROLLED_BACK.type());
  }

  /** The kinds of problem that a client can tell apart. */
  enum Kind {
    MALFORMED("malformed", "The request cannot be read", 400),
    NOT_SIGNED_IN("not-signed-in", "Nobody is signed in", 401),
    FORBIDDEN("forbidden", "Your role may not do this", 403),
    NOT_FOUND("not-found", "There is no such thing", 404),
    HTTP("http", "The request does not fit", 400),
    CONFLICT("conflict", "Something stands against it", 409),
    CHANGED("changed-meanwhile", "Somebody else changed it meanwhile", 412),
    TOO_MANY("too-many-requests", "Too many tries", 429),
    RULE("rule", "A rule of the garage is broken", 422),
    DATABASE_AWAY("database-away", "The database cannot be reached", 503),
    DATABASE_BUSY("database-busy", "Every database connection is busy", 503),
    ROLLED_BACK("rolled-back", "The work was rolled back", 503),
    UNEXPECTED("unexpected", "Something went wrong inside ECAR", 500);

    private final String name;
    private final String title;
    private final int status;

    Kind(String name, String title, int status) {
      this.name = name;
      this.title = title;
      this.status = status;
    }

    String type() {
      return "urn:ecar:problem:" + name;
    }

    String title() {
      return title;
    }

    int status() {
      return status;
    }
  }
}
