package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.invoice.NumberSeries;

/** The series of numbers, audited. */
@Path("number-series")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "garage")
public class NumberSeriesResource {
  private final NumberSeries series;

  @Inject
  public NumberSeriesResource(NumberSeries series) {
    this.series = series;
  }

  /** For the container's client proxy. */
  protected NumberSeriesResource() {
    this(null);
  }

  @GET
  @Operation(summary = "How far each series is, and which numbers are missing")
  public List<NumberSeries.State> all() {
    return series.all();
  }
}
