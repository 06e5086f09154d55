package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerLinks;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.InvoiceQuery;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.quote.QuoteRow;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.upkeep.Upkeep;
import tn.ecar.garage.vehicle.Vehicles;
import tn.ecar.web.document.Documents;

/**
 * What a customer sees with their link, without a password: their vehicles with what was done and
 * what is due, their orders, quotes and invoices. Whatever else is asked for under a link is not
 * there, whoever's it is.
 */
@Path("my/{token: [^/]+}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "customers")
public class CustomerPortalResource {
  private static final PageRequest LATEST = PageRequest.of(0, 100);
  private static final String NO_LINK = "No such link, it is void or out of date, or not theirs";

  private final CustomerLinks links;
  private final Vehicles vehicles;
  private final OrderList orders;
  private final Quotes quotes;
  private final Invoices invoices;
  private final Upkeep upkeep;
  private final Documents documents;

  @Inject
  public CustomerPortalResource(
      CustomerLinks links,
      Vehicles vehicles,
      OrderList orders,
      Quotes quotes,
      Invoices invoices,
      Upkeep upkeep,
      Documents documents) {
    this.links = links;
    this.vehicles = vehicles;
    this.orders = orders;
    this.quotes = quotes;
    this.invoices = invoices;
    this.upkeep = upkeep;
    this.documents = documents;
  }

  /** For the container's client proxy. */
  protected CustomerPortalResource() {
    this(null, null, null, null, null, null, null);
  }

  @GET
  @PermitAll
  @SecurityRequirementsSet
  @Operation(summary = "The vehicles, orders, quotes and invoices of the customer with this link")
  @APIResponseSchema(Portal.class)
  @APIResponse(responseCode = "404", description = NO_LINK)
  public Response show(@PathParam("token") String token) {
    Customer customer = links.open(token);
    long id = customer.getId();
    List<OwnVehicle> cars =
        vehicles.ofCustomer(id).stream()
            .map(
                v ->
                    new OwnVehicle(
                        v.getId(),
                        v.getPlate().number(),
                        v.getMake(),
                        v.getModel(),
                        v.getOdometerKm()))
            .toList();
    Portal portal =
        new Portal(
            customer.getName(),
            cars,
            visits(id),
            quotes.ofCustomer(id),
            invoices.search(new InvoiceQuery(null, false, id, null, null, null), LATEST).items());
    return privately(Response.ok(portal));
  }

  private List<OwnOrder> visits(long customer) {
    OrderQuery told = new OrderQuery(null, OrderState.toldToCustomers(), null, null, customer);
    return orders.search(told, LATEST).items().stream().map(OwnOrder::of).toList();
  }

  @GET
  @Path("vehicles/{id: \\d+}")
  @PermitAll
  @SecurityRequirementsSet
  @Operation(summary = "What was done on an own vehicle, and what is due")
  @APIResponseSchema(History.class)
  @APIResponse(responseCode = "404", description = NO_LINK)
  public Response history(@PathParam("token") String token, @PathParam("id") long id) {
    Customer customer = links.open(token);
    if (vehicles.ofCustomer(customer.getId()).stream().noneMatch(v -> v.getId() == id)) {
      throw new NotFound("vehicle", id);
    }
    return privately(
        Response.ok(
            new History(
                upkeep.history(id).stream().map(VehicleServicesResource.ServiceView::of).toList(),
                upkeep.predictions(id).stream()
                    .map(PredictionsResource.PredictionView::of)
                    .toList())));
  }

  @GET
  @Path("invoices/{id: \\d+}/pdf")
  @Produces({Printing.PDF, MediaType.APPLICATION_JSON})
  @PermitAll
  @SecurityRequirementsSet
  @Operation(summary = "An own invoice as a PDF")
  @APIResponse(
      responseCode = "200",
      description = "The document",
      content =
          @Content(
              mediaType = Printing.PDF,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "404", description = NO_LINK)
  public Response invoice(
      @PathParam("token") String token,
      @PathParam("id") long id,
      @QueryParam("lang") String lang,
      @Context UriInfo here) {
    Customer customer = links.open(token);
    Invoice invoice = invoices.find(id);
    if (!customer.getId().equals(invoice.getCustomerId())) {
      throw new NotFound("invoice", id);
    }
    return privately(
        Response.fromResponse(
            Printing.answer(
                documents.invoice(
                    invoice, links.until(customer.getId()), lang, Printing.pages(here)))));
  }

  private static Response privately(Response.ResponseBuilder response) {
    CacheControl never = new CacheControl();
    never.setNoStore(true);
    return response.cacheControl(never).header("Referrer-Policy", "no-referrer").build();
  }

  /** Everything of one customer. */
  @Schema(name = "Portal")
  public record Portal(
      @Schema(example = "Amel Ben Salah") String name,
      List<OwnVehicle> vehicles,
      List<OwnOrder> orders,
      List<QuoteRow> quotes,
      List<InvoiceRow> invoices) {}

  /** A vehicle as its owner sees it in the list. */
  @Schema(name = "OwnVehicle")
  public record OwnVehicle(Long id, String plate, String make, String model, Integer odometerKm) {}

  /** An order as its customer sees it in the list: without who works on it. */
  @Schema(name = "OwnOrder")
  public record OwnOrder(
      String number, OrderState state, String plate, String complaint, Instant openedAt) {
    static OwnOrder of(OrderRow row) {
      return new OwnOrder(row.number(), row.state(), row.plate(), row.complaint(), row.openedAt());
    }
  }

  /** What was done and what is due. */
  @Schema(name = "VehicleHistory")
  public record History(
      List<VehicleServicesResource.ServiceView> services,
      List<PredictionsResource.PredictionView> predictions) {}
}
