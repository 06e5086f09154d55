package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.invoice.CreditNote;
import tn.ecar.garage.invoice.CreditNoteRow;
import tn.ecar.garage.invoice.CreditNotes;
import tn.ecar.garage.invoice.CreditRequest;
import tn.ecar.garage.invoice.EInvoices;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.InvoiceQuery;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.PaymentData;
import tn.ecar.garage.payment.Payments;

/**
 * Invoices: issued from an order, searched, shown, printed, paid, given back. None is ever changed.
 */
@Path("invoices")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "invoices")
public class InvoicesResource {
  private final Invoices invoices;
  private final Payments payments;
  private final CreditNotes creditNotes;
  private final EInvoices eInvoices;

  @Inject
  public InvoicesResource(
      Invoices invoices, Payments payments, CreditNotes creditNotes, EInvoices eInvoices) {
    this.invoices = invoices;
    this.payments = payments;
    this.creditNotes = creditNotes;
    this.eInvoices = eInvoices;
  }

  /** For the container's client proxy. */
  protected InvoicesResource() {
    this(null, null, null, null);
  }

  @GET
  @Operation(summary = "Search invoices by number, buyer, phone, plate or order, newest first")
  public Page<InvoiceRow> search(
      @QueryParam("q") String text,
      @QueryParam("open")
          @DefaultValue("false")
          @Parameter(description = "true for only those with something left to pay or to refund")
          boolean open,
      @QueryParam("customer") Long customer,
      @QueryParam("vehicle") Long vehicle,
      @QueryParam("from") @Parameter(description = "First day of issue") String from,
      @QueryParam("to") @Parameter(description = "Last day of issue") String to,
      @BeanParam Paging paging) {
    InvoiceQuery query =
        new InvoiceQuery(
            text, open, customer, vehicle, Days.optional("from", from), Days.optional("to", to));
    return invoices.search(query, paging.request());
  }

  @POST
  @Operation(
      summary = "Issue the invoice of an order",
      description = "The same as POST /orders/{id}/invoice.")
  @APIResponseSchema(value = InvoiceView.class, responseCode = "201")
  @APIResponse(
      responseCode = "409",
      description = "It is issued already; 'number' is the invoice that exists")
  @APIResponse(responseCode = "422", description = "The work is not done yet")
  public Response issue(NewInvoice wanted, @Context UriInfo here) {
    if (wanted.orderId() == null) {
      throw new RuleViolation("orderId", null, "An invoice is issued from an order.");
    }
    Invoice issued = invoices.issue(wanted.orderId());
    return Response.created(here.getAbsolutePathBuilder().path(issued.getId().toString()).build())
        .entity(show(issued.getId()))
        .build();
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show an invoice")
  public InvoiceView show(@PathParam("id") long id) {
    return InvoiceView.of(invoices.find(id), invoices.balance(id), eInvoices.ofInvoice(id));
  }

  @GET
  @Path("{id: \\d+}/payments")
  @Operation(summary = "The payments, reversals and refunds of an invoice, oldest first")
  public List<PaymentView> payments(@PathParam("id") long id) {
    invoices.balance(id);
    return payments.of(id).stream().map(PaymentView::of).toList();
  }

  @POST
  @Path("{id: \\d+}/payments")
  @Operation(
      summary = "Take a payment, in full or in part",
      description = "Of any number at once, together never more is taken than what is due.")
  @APIResponseSchema(value = PaymentView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "More than what is due, or a wrong day")
  public Response pay(@PathParam("id") long id, PaymentData payment) {
    return Response.status(Response.Status.CREATED)
        .entity(PaymentView.of(payments.receive(id, payment)))
        .build();
  }

  @POST
  @Path("{id: \\d+}/refunds")
  @Operation(summary = "Give back what a credit note made too much")
  @APIResponseSchema(value = PaymentView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "More than was paid too much, or no reason")
  public Response refund(@PathParam("id") long id, NewRefund refund) {
    return Response.status(Response.Status.CREATED)
        .entity(
            PaymentView.of(payments.refund(id, refund.method(), refund.amount(), refund.reason())))
        .build();
  }

  @GET
  @Path("{id: \\d+}/credit-notes")
  @Operation(summary = "The credit notes of an invoice, oldest first")
  public List<CreditNoteRow> creditNotes(@PathParam("id") long id) {
    invoices.balance(id);
    return creditNotes.of(id);
  }

  @POST
  @Path("{id: \\d+}/credit-notes")
  @Operation(
      summary = "Give the invoice back, in whole or in part",
      description = "Without lines, all that is left of it. Draws the next number of its series.")
  @APIResponseSchema(value = CreditNoteView.class, responseCode = "201")
  @APIResponse(responseCode = "422", description = "More than is left of the invoice, or no reason")
  public Response credit(@PathParam("id") long id, CreditRequest request, @Context UriInfo here) {
    CreditNote issued = creditNotes.issue(id, request);
    return Response.created(
            here.getBaseUriBuilder()
                .path(CreditNotesResource.class)
                .path(issued.getId().toString())
                .build())
        .entity(
            CreditNoteView.of(
                creditNotes.find(issued.getId()), eInvoices.ofCreditNote(issued.getId())))
        .build();
  }

  /** Which order to invoice. */
  @Schema(name = "NewInvoice")
  public record NewInvoice(@Schema(example = "17") Long orderId) {}

  /** Money to give back. */
  @Schema(name = "NewRefund")
  public record NewRefund(
      Payment.Method method,
      @Schema(example = "120.000") BigDecimal amount,
      @Schema(example = "Avoir AV-2026-000003") String reason) {}
}
