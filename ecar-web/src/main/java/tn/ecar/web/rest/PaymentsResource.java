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
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.payment.Payments;

/** The till: what was taken on a day, and payments that did not hold. */
@Path("payments")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "invoices")
public class PaymentsResource {
  private final Payments payments;
  private final Clock clock;

  @Inject
  public PaymentsResource(Payments payments, Clock clock) {
    this.payments = payments;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected PaymentsResource() {
    this(null, null);
  }

  @GET
  @Operation(summary = "What was taken, reversed and refunded on a day, oldest first")
  public List<PaymentView> on(
      @QueryParam("on") @Parameter(description = "The day; left out, today", example = "2026-05-04")
          String day) {
    LocalDate wanted = day == null ? LocalDate.now(clock) : Days.of("on", day);
    return payments.on(wanted).stream().map(PaymentView::of).toList();
  }

  @POST
  @Path("{id: \\d+}/reversal")
  @Operation(
      summary = "Take back a payment that did not hold",
      description = "The payment stays; what it settled is due again.")
  @APIResponseSchema(value = PaymentView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "It was taken back already")
  @APIResponse(responseCode = "422", description = "It is no payment, or there is no reason")
  public Response reverse(@PathParam("id") long id, Why why) {
    return Response.status(Response.Status.CREATED)
        .entity(PaymentView.of(payments.reverse(id, why.reason())))
        .build();
  }

  /** Why something is done. */
  @Schema(name = "Why")
  public record Why(@Schema(example = "Chèque sans provision") String reason) {}
}
