package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
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
import tn.ecar.garage.vehicle.OdometerReading;
import tn.ecar.garage.vehicle.OdometerReading.Source;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.VehicleData;
import tn.ecar.garage.vehicle.VehicleRow;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Vehicles: received with a plate and a reading, changed, searched, read, given to another owner,
 * retired.
 */
@Path("vehicles")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "vehicles")
public class VehiclesResource {
  private final Vehicles vehicles;

  private final CsvImport csvImport;
  private final CsvExport csvExport;

  @Inject
  public VehiclesResource(Vehicles vehicles, CsvImport csvImport, CsvExport csvExport) {
    this.vehicles = vehicles;
    this.csvImport = csvImport;
    this.csvExport = csvExport;
  }

  /** For the container's client proxy. */
  protected VehiclesResource() {
    this(null, null, null);
  }

  @GET
  @Path("csv")
  @Produces(CsvBody.TYPE)
  @Operation(
      summary = "All vehicles as a file of lines",
      description = "Semicolons, UTF-8 with byte order mark; POST takes the same file in again.")
  @APIResponse(
      responseCode = "200",
      description = "The file",
      content = @Content(mediaType = CsvBody.TYPE, schema = @Schema(type = SchemaType.STRING)))
  public Response exported() {
    return CsvBody.file("vehicles", csvExport::vehicles);
  }

  @POST
  @Path("csv")
  @Consumes(CsvBody.TYPE)
  @Operation(summary = "Take in vehicles from a file of lines", description = CsvBody.FILE)
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
              example = "customerPhone;plate;make;model\n20123456;123 TU 4567;Kia;Picanto\n"))
  public ImportReport imported(
      @QueryParam("mode") @Parameter(description = CsvBody.MODES, example = "GOOD_LINES")
          String mode,
      @Context HttpHeaders headers,
      InputStream body)
      throws IOException {
    return CsvBody.told(
        csvImport.vehicles(CsvBody.read(body), CsvBody.charset(headers), CsvBody.mode(mode)),
        headers);
  }

  @GET
  @Operation(summary = "Search vehicles by plate, VIN, make, model or owner")
  public Page<VehicleRow> search(
      @QueryParam("q") String text,
      @QueryParam("active")
          @DefaultValue("true")
          @Parameter(description = "false for those that are retired, and only them")
          boolean active,
      @BeanParam Paging paging) {
    return vehicles.search(text, active, paging.request());
  }

  @POST
  @Operation(summary = "Receive a vehicle with its first reading")
  @APIResponseSchema(value = VehicleView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "An active vehicle has this plate")
  @APIResponse(responseCode = "422", description = "A value breaks its form")
  public Response receive(VehicleData data, @Context UriInfo here) {
    Vehicle vehicle = vehicles.receive(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(vehicle.getId().toString()).build(),
        VehicleView.of(vehicle),
        vehicle.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show a vehicle with its owner")
  @APIResponseSchema(VehicleView.class)
  public Response show(@PathParam("id") long id) {
    Vehicle vehicle = vehicles.find(id);
    return Versions.tagged(VehicleView.of(vehicle), vehicle.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Change plate, VIN, make, model, year or fuel")
  @APIResponseSchema(VehicleView.class)
  @APIResponse(
      responseCode = "409",
      description = "Somebody changed it meanwhile, or the plate is taken")
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, VehicleData data) {
    vehicles.change(id, Versions.required(read), data);
    return show(id);
  }

  @DELETE
  @Path("{id: \\d+}")
  @Operation(summary = "Retire a vehicle", description = "Frees its plate; its history stays.")
  @APIResponse(responseCode = "204", description = "Retired")
  public void retire(@PathParam("id") long id) {
    vehicles.retire(id);
  }

  @PUT
  @Path("{id: \\d+}/owner")
  @Operation(summary = "Give a vehicle to another owner")
  @APIResponseSchema(VehicleView.class)
  public Response changeOwner(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, NewOwner owner) {
    Integer version = Versions.required(read);
    if (owner.customerId() == null) {
      throw new RuleViolation("customerId", null, "A vehicle has an owner.");
    }
    vehicles.changeOwner(id, version, owner.customerId());
    return show(id);
  }

  @GET
  @Path("{id: \\d+}/readings")
  @Operation(summary = "The odometer readings of a vehicle, newest first")
  public List<ReadingView> readings(@PathParam("id") long id) {
    vehicles.find(id);
    return vehicles.readings(id).stream().map(ReadingView::of).toList();
  }

  @POST
  @Path("{id: \\d+}/readings")
  @Operation(summary = "Read the odometer")
  @APIResponseSchema(value = VehicleView.class, responseCode = "201")
  @APIResponse(
      responseCode = "422",
      description = "Lower than the newest reading, and no correction or replacement")
  public Response read(@PathParam("id") long id, NewReading reading) {
    if (reading.km() == null) {
      throw new RuleViolation("km", null, "A reading has its kilometres.");
    }
    Source source = reading.source() == null ? Source.RECEPTION : reading.source();
    if (reading.on() == null) {
      vehicles.readOdometer(id, reading.km(), source, reading.reason());
    } else {
      vehicles.readOdometer(id, reading.km(), reading.on(), source, reading.reason());
    }
    Vehicle vehicle = vehicles.find(id);
    return Response.status(Response.Status.CREATED).entity(VehicleView.of(vehicle)).build();
  }

  /** Who owns the vehicle from now on. */
  @Schema(name = "NewOwner")
  public record NewOwner(@Schema(example = "17") Long customerId) {}

  /**
   * What an odometer shows.
   *
   * @param km kilometres
   * @param on the day; null for today
   * @param source where it comes from; null for RECEPTION
   * @param reason needed for CORRECTION and REPLACEMENT
   */
  @Schema(name = "NewReading")
  public record NewReading(
      @Schema(example = "45210") Integer km, LocalDate on, Source source, String reason) {}

  /** A reading as the API shows it. */
  @Schema(name = "Reading")
  public record ReadingView(Long id, int km, LocalDate on, Source source, String reason) {
    static ReadingView of(OdometerReading r) {
      return new ReadingView(r.getId(), r.getKm(), r.getOn(), r.getSource(), r.getReason());
    }
  }
}
