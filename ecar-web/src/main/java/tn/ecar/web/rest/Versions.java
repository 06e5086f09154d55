package tn.ecar.web.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import tn.ecar.garage.RuleViolation;

/**
 * Optimistic locking over HTTP: what is read carries its version as {@code ETag}; a change that
 * sends it back as {@code If-Match} is refused with 409 when somebody changed the thing meanwhile.
 * Without {@code If-Match} the change counts whatever stands there.
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
   * Returns the version that the client has read.
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
