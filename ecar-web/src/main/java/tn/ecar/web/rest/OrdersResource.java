package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
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
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.invoice.EInvoices;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.OpenOrder;
import tn.ecar.garage.order.OrderDuties;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;

/**
 * Work orders: opened, filled with lines, taken through their states, invoiced. A technician sees
 * and changes those assigned to them, which {@link OwnOrders} watches over.
 */
@Path("orders")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "orders")
public class OrdersResource {
  private final WorkOrders orders;
  private final OrderDuties duties;
  private final OrderList list;
  private final Invoices invoices;
  private final OwnOrders own;
  private final EInvoices eInvoices;

  @Inject
  public OrdersResource(
      WorkOrders orders,
      OrderDuties duties,
      OrderList list,
      Invoices invoices,
      OwnOrders own,
      EInvoices eInvoices) {
    this.orders = orders;
    this.duties = duties;
    this.list = list;
    this.invoices = invoices;
    this.own = own;
    this.eInvoices = eInvoices;
  }

  /** For the container's client proxy. */
  protected OrdersResource() {
    this(null, null, null, null, null, null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(
      summary =
          "Search work orders by number, invoice, plate, name, phone or complaint, newest first",
      description = "A technician is shown their own.")
  public Page<OrderRow> search(
      @QueryParam("q") String text,
      @QueryParam("state") @Parameter(description = "One or more states", example = "IN_PROGRESS")
          List<String> states,
      @QueryParam("vehicle") Long vehicle,
      @QueryParam("customer") Long customer,
      @QueryParam("technician") Long technician,
      @QueryParam("from") @Parameter(description = "First day on which it was opened") String from,
      @QueryParam("to") @Parameter(description = "Last day on which it was opened") String to,
      @BeanParam Paging paging) {
    OrderQuery query =
        new OrderQuery(
            text,
            states(states),
            own.only(technician),
            vehicle,
            customer,
            Days.optional("from", from),
            Days.optional("to", to));
    return list.search(query, paging.request());
  }

  @POST
  @Operation(summary = "Open a work order as a draft")
  @APIResponseSchema(value = OrderView.class, responseCode = "201")
  @APIResponse(
      responseCode = "422",
      description = "No vehicle or complaint, or the reading is lower than the newest")
  public Response open(OpenOrder request, @Context UriInfo here) {
    WorkOrder order = orders.open(request);
    OrderView view = view(order.getId());
    return Versions.created(
        here.getAbsolutePathBuilder().path(order.getId().toString()).build(), view, view.version());
  }

  @GET
  @Path("{id: \\d+}")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(summary = "Show an order with lines and sums")
  @APIResponseSchema(OrderView.class)
  public Response show(@PathParam("id") long id) {
    own.require(id);
    return tagged(id);
  }

  @PUT
  @Path("{id: \\d+}")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Transactional
  @Operation(summary = "Note cause, correction and the reading when the work was done")
  @APIResponseSchema(OrderView.class)
  public Response describe(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Findings findings) {
    own.require(id);
    orders.describe(
        id,
        Versions.required(read),
        findings.cause(),
        findings.correction(),
        findings.odometerKm());
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/lines")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(
      summary = "Add a line of labour, a part or outside work",
      description = "A technician adds parts, at their list price: without price and discount.")
  @APIResponseSchema(value = OrderView.class, responseCode = "201")
  @APIResponse(
      responseCode = "422",
      description = "A quantity of 0 or less, a price below 0, a state without changes")
  public Response addLine(@PathParam("id") long id, LineData line) {
    own.require(id);
    duties.addLine(own.duty(), id, line);
    OrderView view = view(id);
    return Response.status(Response.Status.CREATED)
        .entity(view)
        .tag(Integer.toString(view.version()))
        .build();
  }

  @DELETE
  @Path("{id: \\d+}/lines/{line: \\d+}")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(
      summary = "Remove a line",
      description = "A technician removes parts at their list price.")
  @APIResponseSchema(OrderView.class)
  public Response removeLine(@PathParam("id") long id, @PathParam("line") long line) {
    own.require(id);
    duties.removeLine(own.duty(), id, line);
    return tagged(id);
  }

  @PUT
  @Path("{id: \\d+}/discount")
  @Operation(summary = "Give the whole order a discount in percent")
  @APIResponseSchema(OrderView.class)
  public Response discount(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Discount discount) {
    Integer version = Versions.required(read);
    if (discount.percent() == null) {
      throw new RuleViolation("percent", null, "A discount lies between 0 and 100 percent.");
    }
    orders.discount(id, version, discount.percent());
    return tagged(id);
  }

  @PUT
  @Path("{id: \\d+}/technician")
  @Operation(summary = "Assign a technician; without an id the assignment is taken back")
  @APIResponseSchema(OrderView.class)
  public Response assign(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Assignment assignment) {
    orders.assign(id, Versions.required(read), assignment.technicianId());
    return tagged(id);
  }

  @PUT
  @Path("{id: \\d+}/helpers")
  @Operation(
      summary = "Say who works on it beside the technician",
      description = "They see the order as the technician does. An empty list takes them back.")
  @APIResponseSchema(OrderView.class)
  @APIResponse(responseCode = "422", description = "One of them is no technician")
  public Response help(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Helpers helpers) {
    orders.helpedBy(
        id, Versions.required(read), helpers.staffIds() == null ? List.of() : helpers.staffIds());
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/transitions")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Operation(
      summary = "Take the order to its next state",
      description =
          "'next' of the order tells which may follow; a technician takes the steps of the work.")
  @APIResponseSchema(OrderView.class)
  @APIResponse(responseCode = "409", description = "The order was changed meanwhile")
  @APIResponse(
      responseCode = "422",
      description = "The step is not in the table, or needs a reason")
  public Response transition(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Step step) {
    own.require(id);
    OrderState to = step.to() == null ? null : state("to", step.to());
    duties.transition(own.duty(), id, Versions.expected(read), to, step.reason());
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/invoice")
  @Operation(
      summary = "Issue the order's invoice",
      description = "Draws the next number of the year, without gaps.")
  @APIResponseSchema(value = InvoiceView.class, responseCode = "201")
  @APIResponse(
      responseCode = "409",
      description = "It is issued already; 'number' is the invoice that exists")
  @APIResponse(responseCode = "422", description = "The work is not done yet")
  public Response invoice(@PathParam("id") long id, @Context UriInfo here) {
    Invoice issued = invoices.issue(id);
    return Response.created(
            here.getBaseUriBuilder()
                .path(InvoicesResource.class)
                .path(issued.getId().toString())
                .build())
        .entity(
            InvoiceView.of(
                invoices.find(issued.getId()),
                invoices.balance(issued.getId()),
                eInvoices.ofInvoice(issued.getId())))
        .build();
  }

  private Response tagged(long id) {
    OrderView view = view(id);
    return Versions.tagged(view, view.version());
  }

  private OrderView view(long id) {
    return OrderView.of(
        own.duty(), orders.find(id), orders.totals(id), invoices.numberOf(id).orElse(null));
  }

  private static Set<OrderState> states(List<String> names) {
    Set<OrderState> states = EnumSet.noneOf(OrderState.class);
    names.forEach(name -> states.add(state("state", name)));
    return states;
  }

  private static OrderState state(String field, String name) {
    try {
      return OrderState.valueOf(name.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new RuleViolation(
          field, name, "A state is one of " + EnumSet.allOf(OrderState.class) + ".");
    }
  }

  /** What was found and done. */
  @Schema(name = "Findings")
  public record Findings(
      @Schema(example = "Plaquettes usées") String cause,
      @Schema(example = "Plaquettes remplacées") String correction,
      @Schema(example = "45215") Integer odometerKm) {}

  /** A discount on the whole order. */
  @Schema(name = "Discount")
  public record Discount(@Schema(example = "5.00") BigDecimal percent) {}

  /** Who works on it beside the technician. */
  @Schema(name = "Helpers")
  public record Helpers(List<Long> staffIds) {}

  /** Who answers for the work. */
  @Schema(name = "Assignment")
  public record Assignment(Long technicianId) {}

  /**
   * A step of the state table.
   *
   * @param to the state to go to
   * @param reason needed by some steps: why, who agreed, or what failed
   */
  @Schema(name = "Step")
  public record Step(
      @Schema(example = "APPROVED") String to,
      @Schema(example = "Agreed by phone with Mrs Ben Salah") String reason) {}
}
