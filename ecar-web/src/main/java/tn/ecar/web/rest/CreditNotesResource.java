package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.invoice.CreditNoteRow;
import tn.ecar.garage.invoice.CreditNotes;
import tn.ecar.garage.invoice.EInvoices;

/** Credit notes: searched and shown; one is issued at its invoice and never changed. */
@Path("credit-notes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "invoices")
public class CreditNotesResource {
  private final CreditNotes creditNotes;
  private final EInvoices eInvoices;

  @Inject
  public CreditNotesResource(CreditNotes creditNotes, EInvoices eInvoices) {
    this.creditNotes = creditNotes;
    this.eInvoices = eInvoices;
  }

  /** For the container's client proxy. */
  protected CreditNotesResource() {
    this(null, null);
  }

  @GET
  @Operation(summary = "Search credit notes by number, invoice or buyer, newest first")
  public Page<CreditNoteRow> search(@QueryParam("q") String text, @BeanParam Paging paging) {
    return creditNotes.search(text, paging.request());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show a credit note")
  public CreditNoteView show(@PathParam("id") long id) {
    return CreditNoteView.of(creditNotes.find(id), eInvoices.ofCreditNote(id));
  }
}
