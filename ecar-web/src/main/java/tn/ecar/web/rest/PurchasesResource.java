package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.supply.PurchaseData;
import tn.ecar.garage.supply.PurchaseOrder;
import tn.ecar.garage.supply.PurchaseOrders;
import tn.ecar.garage.supply.PurchaseRow;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.supply.ReceiptData;
import tn.ecar.garage.supply.ReorderRow;

/** Parts ordered from suppliers, and the receipt of what came. */
@Path("purchase-orders")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.STOREKEEPER})
@Tag(name = "purchases")
public class PurchasesResource {
  private final PurchaseOrders purchases;

  @Inject
  public PurchasesResource(PurchaseOrders purchases) {
    this.purchases = purchases;
  }

  /** For the container's client proxy. */
  protected PurchasesResource() {
    this(null);
  }

  @GET
  @Operation(summary = "Search purchase orders by number or supplier, newest first")
  public Page<PurchaseRow> search(
      @QueryParam("q") String text,
      @QueryParam("state") PurchaseState state,
      @BeanParam Paging paging) {
    return purchases.search(text, state, paging.request());
  }

  @GET
  @Path("suggestions")
  @Operation(
      summary = "What is to be ordered",
      description = "Parts that have come down to their reorder point, with what is on its way.")
  public List<ReorderRow> suggestions() {
    return purchases.toOrder();
  }

  @POST
  @Operation(summary = "Write a purchase order as a draft")
  @APIResponseSchema(value = PurchaseView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "A line breaks its rule")
  public Response open(PurchaseData data, @Context UriInfo here) {
    PurchaseOrder order = purchases.open(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(order.getId().toString()).build(),
        PurchaseView.of(purchases.find(order.getId())),
        order.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show a purchase order with its lines")
  @APIResponseSchema(PurchaseView.class)
  public Response show(@PathParam("id") long id) {
    return shown(id);
  }

  private Response shown(long id) {
    PurchaseOrder order = purchases.find(id);
    return Versions.tagged(PurchaseView.of(order), order.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Change the expected day and the note of a draft")
  @APIResponseSchema(PurchaseView.class)
  @APIResponse(responseCode = "409", description = "Changed meanwhile")
  public Response describe(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Description data) {
    purchases.describe(id, Versions.required(read), data.expectedOn(), data.note());
    return shown(id);
  }

  @POST
  @Path("{id: \\d+}/lines")
  @Operation(summary = "Add a line to a draft")
  @APIResponseSchema(PurchaseView.class)
  @APIResponse(responseCode = "422", description = "No draft, or the part stands in it already")
  public Response addLine(@PathParam("id") long id, PurchaseData.Line line) {
    purchases.addLine(id, line);
    return shown(id);
  }

  @DELETE
  @Path("{id: \\d+}/lines/{line: \\d+}")
  @Operation(summary = "Remove a line from a draft")
  @APIResponseSchema(PurchaseView.class)
  public Response removeLine(@PathParam("id") long id, @PathParam("line") long line) {
    purchases.removeLine(id, line);
    return shown(id);
  }

  @POST
  @Path("{id: \\d+}/transitions")
  @Operation(summary = "Send, close or cancel a purchase order")
  @APIResponseSchema(PurchaseView.class)
  @APIResponse(responseCode = "409", description = "Changed meanwhile")
  @APIResponse(responseCode = "422", description = "The step is not in the table")
  public Response transition(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, PurchaseStep step) {
    purchases.transition(id, Versions.expected(read), step.to(), step.reason());
    return shown(id);
  }

  @GET
  @Path("{id: \\d+}/receipts")
  @Operation(summary = "What came so far, oldest first")
  public List<PurchaseView.ReceiptView> receipts(@PathParam("id") long id) {
    return purchases.receipts(id).stream().map(PurchaseView.ReceiptView::of).toList();
  }

  @POST
  @Path("{id: \\d+}/receipts")
  @Operation(
      summary = "Take goods in",
      description =
          "Each line posts a stock movement. Without lines, everything that is still to come.")
  @APIResponseSchema(value = PurchaseView.ReceiptView.class, responseCode = "201")
  @APIResponse(
      responseCode = "409",
      description = "The delivery note was taken in already, or nothing is ordered")
  @APIResponse(responseCode = "422", description = "More came than is still to come")
  public Response receive(@PathParam("id") long id, ReceiptData data) {
    return Response.status(Response.Status.CREATED)
        .entity(PurchaseView.ReceiptView.of(purchases.receive(id, data)))
        .build();
  }

  /** What is said of a draft besides its lines. */
  @Schema(name = "PurchaseDescription")
  public record Description(@Schema(example = "2026-05-11") LocalDate expectedOn, String note) {}

  /** A step by hand. */
  @Schema(name = "PurchaseStep")
  public record PurchaseStep(@Schema(example = "ORDERED") PurchaseState to, String reason) {}
}
