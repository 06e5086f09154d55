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
import java.time.Instant;
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
import tn.ecar.garage.csv.CsvExport;
import tn.ecar.garage.csv.CsvImport;
import tn.ecar.garage.csv.ImportReport;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.vehicle.Vehicles;

/** Customers: received, changed, searched, archived. */
@Path("customers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "customers")
public class CustomersResource {
  private final Customers customers;
  private final Vehicles vehicles;

  private final CsvImport csvImport;
  private final CsvExport csvExport;

  @Inject
  public CustomersResource(
      Customers customers, Vehicles vehicles, CsvImport csvImport, CsvExport csvExport) {
    this.customers = customers;
    this.vehicles = vehicles;
    this.csvImport = csvImport;
    this.csvExport = csvExport;
  }

  /** For the container's client proxy. */
  protected CustomersResource() {
    this(null, null, null, null);
  }

  @GET
  @Path("csv")
  @Produces(CsvBody.TYPE)
  @Operation(
      summary = "All customers as a file of lines",
      description = "Semicolons, UTF-8 with byte order mark; POST takes the same file in again.")
  @APIResponse(
      responseCode = "200",
      description = "The file",
      content = @Content(mediaType = CsvBody.TYPE, schema = @Schema(type = SchemaType.STRING)))
  public Response exported() {
    return CsvBody.file("customers", csvExport::customers);
  }

  @POST
  @Path("csv")
  @Consumes(CsvBody.TYPE)
  @Operation(summary = "Take in customers from a file of lines", description = CsvBody.FILE)
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
              example = "name;phone;town\nAmel Ben Salah;20123456;Ariana\n"))
  public ImportReport imported(
      @QueryParam("mode") @Parameter(description = CsvBody.MODES, example = "GOOD_LINES")
          String mode,
      @Context HttpHeaders headers,
      InputStream body)
      throws IOException {
    return CsvBody.told(
        csvImport.customers(CsvBody.read(body), CsvBody.charset(headers), CsvBody.mode(mode)),
        headers);
  }

  @GET
  @Operation(summary = "Search customers by name, phone, town, CIN or tax number")
  public Page<CustomerRow> search(
      @QueryParam("q") String text,
      @QueryParam("archived")
          @DefaultValue("false")
          @Parameter(description = "true for those who are archived, and only them")
          boolean archived,
      @BeanParam Paging paging) {
    return customers.search(text, archived, paging.request());
  }

  @POST
  @Operation(summary = "Receive a customer")
  @APIResponseSchema(value = CustomerView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "A value breaks its form")
  public Response receive(CustomerData data, @Context UriInfo here) {
    Customer customer = customers.receive(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(customer.getId().toString()).build(),
        CustomerView.of(customer),
        customer.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show a customer")
  @APIResponseSchema(CustomerView.class)
  public Response show(@PathParam("id") long id) {
    Customer customer = customers.find(id);
    return Versions.tagged(CustomerView.of(customer), customer.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(
      summary = "Change a customer",
      description = "Send the ETag back as If-Match to be told of other changes.")
  @APIResponseSchema(CustomerView.class)
  @APIResponse(responseCode = "412", description = "Somebody changed the customer meanwhile")
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, CustomerData data) {
    Customer customer = customers.change(id, Versions.required(read), data);
    return Versions.tagged(CustomerView.of(customer), customer.getVersion());
  }

  @DELETE
  @Path("{id: \\d+}")
  @Operation(
      summary = "Archive a customer",
      description = "Out of the lists; documents and history stay.")
  @APIResponse(responseCode = "204", description = "Archived")
  public void archive(@PathParam("id") long id) {
    customers.archive(id);
  }

  @GET
  @Path("{id: \\d+}/vehicles")
  @Operation(summary = "The active vehicles of a customer, by plate")
  public List<VehicleView> vehicles(@PathParam("id") long id) {
    customers.find(id);
    return vehicles.ofCustomer(id).stream().map(VehicleView::of).toList();
  }

  /** A customer as the API shows it. */
  @Schema(name = "Customer")
  public record CustomerView(
      Long id,
      Customer.Kind kind,
      @Schema(example = "Amel Ben Salah") String name,
      @Schema(example = "+21620123456") String phone,
      String secondPhone,
      String address,
      @Schema(example = "Ariana") String town,
      String matriculeFiscal,
      String cin,
      Customer.Language language,
      boolean archived,
      Instant receivedAt) {
    static CustomerView of(Customer c) {
      return new CustomerView(
          c.getId(),
          c.getKind(),
          c.getName(),
          c.getPhone().number(),
          c.getSecondPhone() == null ? null : c.getSecondPhone().number(),
          c.getAddress(),
          c.getTown(),
          c.getMatriculeFiscal() == null ? null : c.getMatriculeFiscal().number(),
          c.getCin() == null ? null : c.getCin().number(),
          c.getLanguage(),
          c.isArchived(),
          c.getReceivedAt());
    }
  }
}
