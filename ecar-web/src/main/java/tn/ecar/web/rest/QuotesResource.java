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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.quote.QuoteRow;
import tn.ecar.garage.quote.QuoteState;
import tn.ecar.garage.quote.Quotes;

/** Quotes: written, sent as a signed link, answered line by line, made into work orders. */
@Path("quotes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "quotes")
public class QuotesResource {
  private final Quotes quotes;

  @Inject
  public QuotesResource(Quotes quotes) {
    this.quotes = quotes;
  }

  /** For the container's client proxy. */
  protected QuotesResource() {
    this(null);
  }

  @GET
  @Operation(summary = "Search quotes by number, plate, name, phone or wanted work, newest first")
  public Page<QuoteRow> search(
      @QueryParam("q") String text,
      @QueryParam("state") QuoteState state,
      @QueryParam("vehicle") Long vehicle,
      @BeanParam Paging paging) {
    return quotes.search(text, state, vehicle, paging.request());
  }

  @POST
  @Operation(
      summary = "Write a quote as a draft",
      description = "For a vehicle, or for new work found on an order under way.")
  @APIResponseSchema(value = QuoteView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "No vehicle, or a value breaks its rule")
  public Response write(QuoteData data, @Context UriInfo here) {
    Long id = quotes.write(data).getId();
    QuoteView view = view(id);
    return Versions.created(
        here.getAbsolutePathBuilder().path(id.toString()).build(), view, view.version());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show a quote with lines, decisions and sums")
  @APIResponseSchema(QuoteView.class)
  public Response show(@PathParam("id") long id) {
    return tagged(id);
  }

  @PUT
  @Path("{id: \\d+}/validity")
  @Operation(
      summary = "Move the last day on which it can be answered",
      description = "A link that was sent keeps its day: send the quote again.")
  @APIResponseSchema(QuoteView.class)
  public Response prolong(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Validity validity) {
    quotes.prolong(id, Versions.required(read), validity.validUntil());
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/lines")
  @Operation(summary = "Add a line to a draft")
  @APIResponseSchema(value = QuoteView.class, responseCode = "201")
  @APIResponse(
      responseCode = "422",
      description = "A value breaks its rule, or the finding cannot be offered")
  public Response addLine(
      @PathParam("id") long id,
      @QueryParam("finding")
          @Parameter(description = "The open finding of the vehicle whose work it is")
          Long finding,
      LineData line) {
    quotes.addLine(id, line, finding);
    return Response.status(Response.Status.CREATED).entity(view(id)).build();
  }

  @DELETE
  @Path("{id: \\d+}/lines/{line: \\d+}")
  @Operation(summary = "Remove a line from a draft")
  @APIResponseSchema(QuoteView.class)
  public Response removeLine(@PathParam("id") long id, @PathParam("line") long line) {
    quotes.removeLine(id, line);
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/sending")
  @Operation(
      summary = "Sign a link by which the customer answers",
      description = "Shown once. Links signed before are void. It is good until the quote's day.")
  @APIResponseSchema(Link.class)
  @APIResponse(responseCode = "409", description = "The quote was changed meanwhile")
  @APIResponse(responseCode = "422", description = "No line, answered already, or out of date")
  public Link send(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, @Context UriInfo here) {
    return Link.of(quotes.send(id, Versions.expected(read)), here);
  }

  @POST
  @Path("{id: \\d+}/return")
  @Operation(summary = "Take a sent quote back to be changed; its links are void")
  @APIResponseSchema(QuoteView.class)
  public Response takeBack(@PathParam("id") long id) {
    quotes.takeBack(id);
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/withdrawal")
  @Operation(
      summary = "Withdraw a quote that is not answered; its links are void",
      description =
          "Also an answered one, where the vehicle was sold and nothing can become of it.")
  @APIResponseSchema(QuoteView.class)
  public Response withdraw(@PathParam("id") long id) {
    quotes.withdraw(id);
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/answer")
  @Operation(summary = "Note what the customer said by word of mouth, for each line")
  @APIResponseSchema(QuoteView.class)
  @APIResponse(responseCode = "409", description = "Something else was answered before")
  @APIResponse(responseCode = "422", description = "A line is missing, or the vehicle was sold")
  public Response answer(@PathParam("id") long id, Answer said) {
    quotes.answer(id, said);
    return tagged(id);
  }

  @POST
  @Path("{id: \\d+}/order")
  @Operation(
      summary = "Make a work order of the approved lines",
      description = "Asked again, it answers with the same order.")
  @APIResponseSchema(value = Ordered.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "Not answered yet, or no line was approved")
  public Response order(@PathParam("id") long id, @Context UriInfo here) {
    WorkOrder order = quotes.order(id);
    return Response.created(
            here.getBaseUriBuilder()
                .path(OrdersResource.class)
                .path(order.getId().toString())
                .build())
        .entity(new Ordered(order.getId(), order.getNumber()))
        .build();
  }

  private Response tagged(long id) {
    QuoteView view = view(id);
    return Versions.tagged(view, view.version());
  }

  private QuoteView view(long id) {
    Quote quote = quotes.find(id);
    return QuoteView.of(quote, quotes.totals(quote));
  }

  /** The last day. */
  @Schema(name = "QuoteValidity")
  public record Validity(@Schema(example = "2026-06-30") LocalDate validUntil) {}

  /** A link as it goes to the customer. */
  @Schema(name = "QuoteLink")
  public record Link(
      @Schema(example = "17.1.20620.kZ0b…") String token,
      @Schema(description = "Address that shows the quote and takes the answer") String address) {
    static Link of(String token, UriInfo here) {
      return new Link(
          token, here.getBaseUriBuilder().path(ApprovalsResource.class).build(token).toString());
    }

    /** Keeps the token out of every log. */
    @Override
    public String toString() {
      return "Link[to a quote]";
    }
  }

  /** The order that was made. */
  @Schema(name = "QuoteOrder")
  public record Ordered(Long id, @Schema(example = "OT-000123") String number) {}
}
