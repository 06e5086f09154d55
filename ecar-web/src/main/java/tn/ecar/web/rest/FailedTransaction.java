package tn.ecar.web.rest;

import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;

/**
 * Failures that come out of a transaction's end, above all of a COMMIT during which the database
 * went away: Payara brings a mapper of its own for these, which answers with its error page.
 */
@Provider
public class FailedTransaction implements ExceptionMapper<TransactionalException> {
  @Context private Providers providers;

  @Override
  public Response toResponse(TransactionalException failed) {
    return providers.getExceptionMapper(Throwable.class).toResponse(failed);
  }
}
