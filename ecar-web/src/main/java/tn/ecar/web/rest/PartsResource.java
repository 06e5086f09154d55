package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.csv.CsvExport;
import tn.ecar.garage.csv.CsvImport;
import tn.ecar.garage.csv.ImportReport;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockMovement;

/** Parts: listed, changed, searched; their stock moves only by movements. */
@Path("parts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.STOREKEEPER})
@Tag(name = "parts")
public class PartsResource {
  private final Parts parts;

  private final CsvImport csvImport;
  private final CsvExport csvExport;

  @Inject
  public PartsResource(Parts parts, CsvImport csvImport, CsvExport csvExport) {
    this.parts = parts;
    this.csvImport = csvImport;
    this.csvExport = csvExport;
  }

  /** For the container's client proxy. */
  protected PartsResource() {
    this(null, null, null);
  }

  @GET
  @Path("csv")
  @Produces(CsvBody.TYPE)
  @RolesAllowed(Roles.MANAGER)
  @Operation(
      summary = "All parts as a file of lines",
      description = "Semicolons, UTF-8 with byte order mark; POST takes the same file in again.")
  @APIResponse(
      responseCode = "200",
      description = "The file",
      content = @Content(mediaType = CsvBody.TYPE, schema = @Schema(type = SchemaType.STRING)))
  public Response exported() {
    return CsvBody.file("parts", csvExport::parts);
  }

  @POST
  @Path("csv")
  @Consumes(CsvBody.TYPE)
  @RolesAllowed(Roles.MANAGER)
  @Operation(summary = "Take in parts from a file of lines", description = CsvBody.FILE)
  @APIResponseSchema(value = ImportReport.class, responseCode = "200")
  @APIResponse(responseCode = "413", description = "The file is too long")
  @APIResponse(responseCode = "422", description = "The file as a whole cannot be read")
  @RequestBody(
      description = "The file",
      required = true,
      content =
          @Content(
              mediaType = CsvBody.TYPE,
              schema = @Schema(type = SchemaType.STRING),
              example = "number;name;price;onHand\nOIL-5W40;Huile 5W40;18,500;40\n"))
  public ImportReport imported(
      @QueryParam("mode") @Parameter(description = CsvBody.MODES, example = "GOOD_LINES")
          String mode,
      @Context HttpHeaders headers,
      InputStream body)
      throws IOException {
    return CsvBody.told(
        csvImport.parts(CsvBody.read(body), CsvBody.charset(headers), CsvBody.mode(mode)), headers);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.STOREKEEPER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "Search parts by number, barcode, name or supplier")
  public Page<PartRow> search(
      @QueryParam("q") String text,
      @QueryParam("low")
          @DefaultValue("false")
          @Parameter(description = "true for only those at or below their reorder point")
          boolean low,
      @BeanParam Paging paging) {
    return parts.search(text, low, paging.request());
  }

  @POST
  @Operation(summary = "List a new part, with nothing on hand")
  @APIResponseSchema(value = PartView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "The number or the barcode is taken")
  @APIResponse(responseCode = "422", description = "A value breaks its form")
  public Response add(PartData data, @Context UriInfo here) {
    Part part = parts.add(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(part.getId().toString()).build(),
        PartView.of(part),
        part.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @RolesAllowed({Roles.MANAGER, Roles.STOREKEEPER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "Show a part")
  @APIResponseSchema(PartView.class)
  public Response show(@PathParam("id") long id) {
    Part part = parts.find(id);
    return Versions.tagged(PartView.of(part), part.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(
      summary = "Change a part's particulars and price",
      description = "A storekeeper sends price and taxes as they are.")
  @APIResponseSchema(PartView.class)
  public Response change(
      @PathParam("id") long id,
      @HeaderParam("If-Match") String read,
      @Context SecurityContext caller,
      PartData data) {
    Integer version = Versions.required(read);
    Part part =
        caller.isUserInRole(Roles.MANAGER)
            ? parts.change(id, version, data)
            : parts.describe(id, version, data);
    return Versions.tagged(PartView.of(part), part.getVersion());
  }

  @GET
  @Path("{id: \\d+}/movements")
  @Operation(summary = "The stock movements of a part, newest first")
  public Page<MovementView> movements(@PathParam("id") long id, @BeanParam Paging paging) {
    return parts.movements(id, paging.request()).map(MovementView::of);
  }

  @POST
  @Path("{id: \\d+}/movements")
  @Operation(
      summary = "Move stock",
      description =
          "Positive to the shelf (RECEIPT, RETURNED), negative from it (USED, LOSS); a COUNT goes"
              + " either way.")
  @APIResponseSchema(value = MovementView.class, responseCode = "201")
  @APIResponse(
      responseCode = "422",
      description =
          "Nothing moves, the sign does not go with the reason, or there is not so much on the"
              + " shelf")
  public Response move(@PathParam("id") long id, NewMovement movement) {
    if (movement.reason() == null) {
      throw new RuleViolation("reason", null, "A movement has its reason, for example RECEIPT.");
    }
    StockMovement moved =
        parts.move(id, new Quantity(movement.quantity()), movement.reason(), movement.reference());
    return Response.status(Response.Status.CREATED).entity(MovementView.of(moved)).build();
  }

  /** A part as the API shows it. */
  @Schema(name = "Part")
  public record PartView(
      Long id,
      @Schema(example = "FLT-0042") String number,
      String barcode,
      @Schema(example = "Filtre à huile") String name,
      @Schema(example = "pce") String unit,
      @Schema(example = "12.000", implementation = String.class) Quantity onHand,
      @Schema(example = "4.000", implementation = String.class) Quantity reorderPoint,
      @Schema(example = "23.500", implementation = String.class) Money price,
      TaxClass taxClass,
      boolean fodec,
      String supplier) {
    static PartView of(Part p) {
      return new PartView(
          p.getId(),
          p.getNumber(),
          p.getBarcode(),
          p.getName(),
          p.getUnit(),
          p.getOnHand(),
          p.getReorderPoint(),
          p.getPrice(),
          p.getTaxClass(),
          p.isFodec(),
          p.getSupplier());
    }
  }

  /**
   * A movement to make.
   *
   * @param quantity signed, at most 3 decimals
   * @param reason why
   * @param reference order or delivery note; may be null
   */
  @Schema(name = "NewMovement")
  public record NewMovement(
      @Schema(example = "10.000") BigDecimal quantity,
      StockMovement.Reason reason,
      String reference) {}

  /** A movement as the API shows it. */
  @Schema(name = "Movement")
  public record MovementView(
      Long id,
      @Schema(implementation = String.class) Quantity quantity,
      @Schema(implementation = String.class) Quantity resulting,
      StockMovement.Reason reason,
      String reference,
      Instant at,
      @Schema(example = "magasin") String by) {
    static MovementView of(StockMovement m) {
      return new MovementView(
          m.getId(),
          m.getQuantity(),
          m.getResulting(),
          m.getReason(),
          m.getReference(),
          m.getAt(),
          m.getBy());
    }
  }
}
