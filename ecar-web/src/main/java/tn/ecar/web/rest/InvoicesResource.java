package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.web.document.InvoicePdf;

/** Invoices: issued from an order, searched, shown, printed. None is ever changed. */
@Path("invoices")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "invoices")
public class InvoicesResource {
  private final Invoices invoices;
  private final InvoicePdf pdf;

  @Inject
  public InvoicesResource(Invoices invoices, InvoicePdf pdf) {
    this.invoices = invoices;
    this.pdf = pdf;
  }

  /** For the container's client proxy. */
  protected InvoicesResource() {
    this(null, null);
  }

  @GET
  @Operation(summary = "Search invoices by number, buyer, plate or order, newest first")
  public Page<InvoiceRow> search(@QueryParam("q") String text, @BeanParam Paging paging) {
    return invoices.search(text, paging.request());
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
        .entity(InvoiceView.of(invoices.find(issued.getId())))
        .build();
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show an invoice")
  public InvoiceView show(@PathParam("id") long id) {
    return InvoiceView.of(invoices.find(id));
  }

  @GET
  @Path("{id: \\d+}/pdf")
  @Produces({"application/pdf", MediaType.APPLICATION_JSON})
  @Operation(summary = "The invoice as a PDF")
  @APIResponse(responseCode = "200", description = "The document")
  public Response pdf(@PathParam("id") long id) {
    Invoice invoice = invoices.find(id);
    return Response.ok(pdf.render(invoice), "application/pdf")
        .header("Content-Disposition", "inline; filename=\"" + invoice.getNumber() + ".pdf\"")
        .build();
  }

  /** Which order to invoice. */
  @Schema(name = "NewInvoice")
  public record NewInvoice(@Schema(example = "17") Long orderId) {}
}
