package tn.ecar.web.rest;

import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Bean Validation's refusals: servers bring a mapper of their own for these, which only a closer
 * one outranks.
 */
@Provider
public class InvalidValue implements ExceptionMapper<ConstraintViolationException> {
  @Override
  public Response toResponse(ConstraintViolationException invalid) {
    return EveryFailure.response(Problems.of(invalid));
  }
}
