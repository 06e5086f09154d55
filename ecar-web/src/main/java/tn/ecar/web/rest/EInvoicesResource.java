package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.Page;
import tn.ecar.garage.invoice.EInvoiceSending;
import tn.ecar.garage.invoice.EInvoiceState;
import tn.ecar.garage.invoice.EInvoiceTransmitter;
import tn.ecar.garage.invoice.EInvoices;

/** Documents on their way through the national platform. */
@Path("e-invoices")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "invoices")
public class EInvoicesResource {
  private final EInvoices documents;
  private final EInvoiceSending sending;
  private final Instance<EInvoiceTransmitter> transmitters;

  @Inject
  public EInvoicesResource(
      EInvoices documents, EInvoiceSending sending, Instance<EInvoiceTransmitter> transmitters) {
    this.documents = documents;
    this.sending = sending;
    this.transmitters = transmitters;
  }

  /** For the container's client proxy. */
  protected EInvoicesResource() {
    this(null, null, null);
  }

  @GET
  @Operation(summary = "The documents in a state, newest first")
  public Page<EInvoiceView> in(
      @QueryParam("state") @DefaultValue("TO_SEND") EInvoiceState state, @BeanParam Paging paging) {
    return documents.in(state, paging.request()).map(EInvoiceView::of);
  }

  @POST
  @Path("sending")
  @RolesAllowed(Roles.MANAGER)
  @Operation(summary = "Send now what waits")
  @APIResponseSchema(Sent.class)
  @APIResponse(responseCode = "409", description = "The garage has no transmitter installed")
  public Sent sendAll() {
    if (!transmitters.isResolvable()) {
      throw new Conflict(
          "No transmitter is installed: supply one, or note the platform's answers by hand.", "");
    }
    return new Sent(sending.round(transmitters.get()));
  }

  @POST
  @Path("{id: \\d+}/sending")
  @Operation(summary = "Let a document wait to be sent, again or for the first time")
  @APIResponseSchema(EInvoiceView.class)
  @APIResponse(responseCode = "422", description = "It is accepted, or waits already")
  public EInvoiceView send(@PathParam("id") long id) {
    return EInvoiceView.of(documents.send(id));
  }

  @POST
  @Path("{id: \\d+}/acceptance")
  @Operation(summary = "Note that the platform accepted a document that was sent")
  @APIResponseSchema(EInvoiceView.class)
  @APIResponse(responseCode = "422", description = "It was not sent, or there is no reference")
  public EInvoiceView accepted(@PathParam("id") long id, Acceptance answer) {
    return EInvoiceView.of(documents.accepted(id, answer.reference(), answer.qr()));
  }

  @POST
  @Path("{id: \\d+}/rejection")
  @Operation(summary = "Note that the platform refused a document that was sent")
  @APIResponseSchema(EInvoiceView.class)
  @APIResponse(responseCode = "422", description = "It was not sent, or there is no reason")
  public EInvoiceView rejected(@PathParam("id") long id, PaymentsResource.Why answer) {
    return EInvoiceView.of(documents.rejected(id, answer.reason()));
  }

  /** How many documents the platform took. */
  @Schema(name = "Sent")
  public record Sent(@Schema(example = "12") int taken) {}

  /** The platform's seal. */
  @Schema(name = "Acceptance")
  public record Acceptance(@Schema(example = "TTN-2026-0000017") String reference, String qr) {}
}
