package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.vehicle.Vehicles;

/** What is known to need work on a vehicle, from visit to visit. */
@Path("vehicles/{id: \\d+}/findings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "inspections")
public class FindingsResource {
  private final Findings findings;
  private final Quotes quotes;
  private final Vehicles vehicles;
  private final OwnOrders own;

  @Inject
  public FindingsResource(Findings findings, Quotes quotes, Vehicles vehicles, OwnOrders own) {
    this.own = own;
    this.findings = findings;
    this.quotes = quotes;
    this.vehicles = vehicles;
  }

  /** For the container's client proxy. */
  protected FindingsResource() {
    this(null, null, null, null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(
      summary = "What is open on a vehicle, the urgent first",
      description = "A technician is shown it of the vehicles of their own orders.")
  public List<FindingView> of(
      @PathParam("id") long id,
      @QueryParam("all") @Parameter(description = "true for what was closed as well") boolean all) {
    vehicles.find(id);
    own.requireVehicle(id);
    List<Finding> found = all ? findings.history(id) : findings.open(id);
    return found.stream().map(FindingView::of).toList();
  }

  @POST
  @Path("quote")
  @Operation(
      summary = "Offer again what was declined or deferred before",
      description = "A draft at the prices of then; what is approved resolves its finding.")
  @APIResponseSchema(value = QuoteView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "Nothing of that is open")
  public Response offerAgain(@PathParam("id") long id) {
    Quote quote = quotes.find(quotes.offerAgain(id).getId());
    return Response.status(Response.Status.CREATED)
        .entity(QuoteView.of(quote, quotes.totals(quote)))
        .build();
  }

  /** A finding as the API shows it. */
  @Schema(name = "Finding")
  public record FindingView(
      Long id,
      @Schema(example = "Freins: Plaquettes et disques avant") String work,
      String note,
      Finding.Severity severity,
      Finding.State state,
      Instant foundAt,
      Long foundOnOrderId,
      Long inspectionPointId,
      Long resolvedById,
      Instant closedAt,
      String reason) {
    static FindingView of(Finding f) {
      return new FindingView(
          f.getId(),
          f.getWork(),
          f.getNote(),
          f.getSeverity(),
          f.getState(),
          f.getFoundAt(),
          f.getFoundOnOrderId(),
          f.getInspectionPointId(),
          f.getResolvedById(),
          f.getClosedAt(),
          f.getReason());
    }
  }
}
