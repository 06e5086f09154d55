package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.inspection.Inspection;
import tn.ecar.garage.inspection.InspectionPoint;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.garage.inspection.PointResult;

/** Inspections of an order: begun by a template, filled in point by point, closed. */
@Path("orders/{id: \\d+}/inspections")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
@Tag(name = "inspections")
public class InspectionsResource {
  private final Inspections inspections;
  private final OwnOrders own;

  @Inject
  public InspectionsResource(Inspections inspections, OwnOrders own) {
    this.inspections = inspections;
    this.own = own;
  }

  /** For the container's client proxy. */
  protected InspectionsResource() {
    this(null, null);
  }

  @GET
  @Operation(summary = "The inspections of an order, oldest first")
  public List<InspectionView> of(@PathParam("id") long id) {
    own.require(id);
    return inspections.of(id).stream().map(InspectionView::of).toList();
  }

  @POST
  @Operation(summary = "Begin an inspection by a template")
  @APIResponseSchema(value = InspectionView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "No template, or the order is closed")
  public Response begin(@PathParam("id") long id, Beginning beginning) {
    own.require(id);
    Inspection begun = inspections.begin(id, beginning.templateId());
    return Response.status(Response.Status.CREATED)
        .entity(InspectionView.of(inspections.find(begun.getId())))
        .build();
  }

  @GET
  @Path("{inspection: \\d+}")
  @Operation(summary = "Show an inspection with its points")
  @APIResponseSchema(InspectionView.class)
  public Response show(@PathParam("id") long id, @PathParam("inspection") long inspection) {
    return tagged(ofOrder(id, inspection));
  }

  @PUT
  @Path("{inspection: \\d+}/points/{point: \\d+}")
  @Operation(summary = "Note what is seen at a point")
  @APIResponseSchema(InspectionView.class)
  @APIResponse(responseCode = "422", description = "No result, or the inspection is closed")
  public Response seen(
      @PathParam("id") long id,
      @PathParam("inspection") long inspection,
      @PathParam("point") long point,
      Seen seen) {
    ofOrder(id, inspection);
    inspections.seen(inspection, point, seen.result(), seen.note());
    return tagged(inspections.find(inspection));
  }

  @POST
  @Path("{inspection: \\d+}/closing")
  @Operation(
      summary = "Close an inspection",
      description = "Each point that is not good becomes a finding of the vehicle.")
  @APIResponseSchema(InspectionView.class)
  @APIResponse(responseCode = "422", description = "A point has no result, or it is closed")
  public Response close(@PathParam("id") long id, @PathParam("inspection") long inspection) {
    ofOrder(id, inspection);
    inspections.close(inspection);
    return tagged(inspections.find(inspection));
  }

  private Inspection ofOrder(long order, long id) {
    own.require(order);
    Inspection inspection = inspections.find(id);
    if (inspection.getOrder().getId() != order) {
      throw new NotFound("inspection", id);
    }
    return inspection;
  }

  private static Response tagged(Inspection inspection) {
    return Versions.tagged(InspectionView.of(inspection), inspection.getVersion());
  }

  /** By which template. */
  @Schema(name = "InspectionBeginning")
  public record Beginning(@Schema(example = "1") Long templateId) {}

  /** What is seen at a point. */
  @Schema(name = "PointSeen")
  public record Seen(
      @Schema(example = "WATCH") PointResult result, @Schema(example = "3 mm") String note) {}

  /** An inspection as the API shows it. */
  @Schema(name = "Inspection")
  public record InspectionView(
      Long id,
      Long orderId,
      @Schema(example = "Contrôle général") String template,
      Instant begunAt,
      String begunBy,
      @Schema(description = "Left out while it is open") Instant closedAt,
      List<PointView> points) {
    static InspectionView of(Inspection i) {
      return new InspectionView(
          i.getId(),
          i.getOrder().getId(),
          i.getTemplate(),
          i.getBegunAt(),
          i.getBegunBy(),
          i.getClosedAt(),
          i.getPoints().stream().map(PointView::of).toList());
    }
  }

  /** A point of an inspection. */
  @Schema(name = "InspectionPoint")
  public record PointView(
      Long id,
      @Schema(example = "Freins") String section,
      @Schema(example = "Plaquettes et disques avant") String point,
      PointResult result,
      String note) {
    static PointView of(InspectionPoint p) {
      return new PointView(p.getId(), p.getSection(), p.getName(), p.getResult(), p.getNote());
    }
  }
}
