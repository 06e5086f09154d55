package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.upkeep.DueRow;
import tn.ecar.garage.upkeep.Upkeep;

/** What is due next, over all vehicles. */
@Path("services/due")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "upkeep")
public class DueServicesResource {
  private static final int A_MONTH = 31;

  private final Upkeep upkeep;
  private final Clock clock;

  @Inject
  public DueServicesResource(Upkeep upkeep, Clock clock) {
    this.upkeep = upkeep;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected DueServicesResource() {
    this(null, null);
  }

  @GET
  @Operation(
      summary = "What is due in some days, the earliest first",
      description = "Without days, from today on for a month. What is overdue is due before.")
  public Page<DueRow> due(
      @QueryParam("from") String from, @QueryParam("to") String to, @BeanParam Paging paging) {
    LocalDate first = from == null ? LocalDate.now(clock) : Days.of("from", from);
    LocalDate last = to == null ? first.plusDays(A_MONTH) : Days.of("to", to);
    return upkeep.due(first, last, paging.request());
  }
}
