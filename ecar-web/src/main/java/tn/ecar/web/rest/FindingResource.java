package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.finding.Findings;
import tn.ecar.web.rest.FindingsResource.FindingView;

/** What becomes of one finding: an order does the work, or it needs none any more. */
@Path("findings/{id: \\d+}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "inspections")
public class FindingResource {
  private final Findings findings;

  @Inject
  public FindingResource(Findings findings) {
    this.findings = findings;
  }

  /** For the container's client proxy. */
  protected FindingResource() {
    this(null);
  }

  @POST
  @Path("resolution")
  @Operation(summary = "Say that an order does the work")
  @APIResponseSchema(FindingView.class)
  @APIResponse(responseCode = "422", description = "Not open, or another vehicle's order")
  public FindingView resolve(@PathParam("id") long id, Resolution resolution) {
    return FindingView.of(findings.resolve(id, resolution.orderId()));
  }

  @POST
  @Path("dismissal")
  @Operation(summary = "Say why it needs no work any more")
  @APIResponseSchema(FindingView.class)
  @APIResponse(responseCode = "422", description = "Not open, or no reason")
  public FindingView dismiss(@PathParam("id") long id, Dismissal dismissal) {
    return FindingView.of(findings.dismiss(id, dismissal.reason()));
  }

  /** By which order. */
  @Schema(name = "FindingResolution")
  public record Resolution(@Schema(example = "17") Long orderId) {}

  /** Why. */
  @Schema(name = "FindingDismissal")
  public record Dismissal(@Schema(example = "Done elsewhere") String reason) {}
}
