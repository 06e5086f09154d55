package tn.ecar.web.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import tn.ecar.garage.RuleViolation;

/**
 * Optimistic locking over HTTP: what is read carries its version as {@code ETag}; a change that
 * sends it back as {@code If-Match} is refused with 412 when somebody changed the thing meanwhile.
 * An edit without {@code If-Match} is refused with 428; a step of a state table may do without.
 */
final class Versions {
  private Versions() {}

  /** Returns the answer with its version as ETag. */
  static Response tagged(Object body, int version) {
    return Response.ok(body).tag(new EntityTag(Integer.toString(version))).build();
  }

  /** Returns the answer to a creation, with its address and version. */
  static Response created(java.net.URI where, Object body, int version) {
    return Response.created(where)
        .entity(body)
        .tag(new EntityTag(Integer.toString(version)))
        .build();
  }

  /**
   * Returns the version that the client has read, which an editor has to tell.
   *
   * @param ifMatch the header
   * @return null if the client asks for every version with {@code *}
   * @throws ClientErrorException 428 if the client sent none
   */
  static Integer required(String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new ClientErrorException(
          "Read it first and send its ETag back as If-Match, so that no change of somebody else is"
              + " lost.",
          Response.Status.PRECONDITION_REQUIRED);
    }
    return expected(ifMatch);
  }

  /**
   * Returns the version that the client has read, where it may leave it out.
   *
   * @param ifMatch the header; null when the client sent none
   * @return null if every version will do
   */
  static Integer expected(String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank() || ifMatch.strip().equals("*")) {
      return null;
    }
    try {
      return Integer.valueOf(ifMatch.strip().replace("\"", ""));
    } catch (NumberFormatException e) {
      throw new RuleViolation(
          "If-Match", ifMatch, "Send back the ETag as it was read, for example \"3\".");
    }
  }
}
