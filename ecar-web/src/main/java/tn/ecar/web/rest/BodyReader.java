package tn.ecar.web.rest;

import jakarta.json.JsonException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import tn.ecar.garage.RuleViolation;

/**
 * Tells a body that cannot be read (the client's fault) from an answer that cannot be written
 * (ours): both fail alike in JSON-B.
 */
@Provider
public class BodyReader implements ReaderInterceptor {
  static final String SENTENCE =
      "The body is not the JSON this address expects: check its syntax and the type of each value;"
          + " /api/v1/openapi describes them.";

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    Object body;
    try {
      body = context.proceed();
    } catch (JsonException | ProcessingException e) {
      throw Problems.find(e, RuleViolation.class)
          .<RuntimeException>map(broken -> broken)
          .or(() -> Problems.find(e, WebApplicationException.class))
          .orElseGet(() -> new BadRequestException(SENTENCE, e));
    }
    if (body == null) {
      throw new BadRequestException(SENTENCE);
    }
    return body;
  }
}
