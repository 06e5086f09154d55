package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.web.document.Documents;
import tn.ecar.web.document.PrintedDocument;

/**
 * The garage's documents as PDF, each beside the thing it shows. {@code lang} is fr, ar or en; the
 * customer's own language without it.
 */
public final class Printing {
  /** The kind of what is answered. */
  static final String PDF = "application/pdf";

  private static final String DONE = "The document";

  private Printing() {}

  /** Shows the document in the browser, under its own name when it is kept. */
  static Response answer(PrintedDocument printed) {
    return Response.ok(printed.pdf(), PDF)
        .header("Content-Disposition", "inline; filename=\"" + printed.fileName() + "\"")
        .build();
  }

  /** Returns where the pages are, as the one who asks reached them. */
  static URI pages(UriInfo here) {
    return here.getBaseUri().resolve("../../");
  }

  /** An invoice on paper. */
  @Path("invoices/{id: \\d+}/pdf")
  @RequestScoped
  @Produces({PDF, MediaType.APPLICATION_JSON})
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Tag(name = "invoices")
  public static class OfInvoice {
    @Inject private Documents documents;

    @GET
    @Operation(summary = "The invoice as a PDF")
    @APIResponse(responseCode = "200", description = DONE)
    public Response print(
        @PathParam("id") long id, @QueryParam("lang") String lang, @Context UriInfo here) {
      return answer(documents.invoice(id, lang, pages(here)));
    }
  }

  /** A credit note on paper. */
  @Path("credit-notes/{id: \\d+}/pdf")
  @RequestScoped
  @Produces({PDF, MediaType.APPLICATION_JSON})
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Tag(name = "invoices")
  public static class OfCreditNote {
    @Inject private Documents documents;

    @GET
    @Operation(summary = "The credit note as a PDF")
    @APIResponse(responseCode = "200", description = DONE)
    public Response print(@PathParam("id") long id, @QueryParam("lang") String lang) {
      return answer(documents.creditNote(id, lang));
    }
  }

  /** A receipt. */
  @Path("payments/{id: \\d+}/pdf")
  @RequestScoped
  @Produces({PDF, MediaType.APPLICATION_JSON})
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Tag(name = "invoices")
  public static class OfPayment {
    @Inject private Documents documents;

    @GET
    @Operation(summary = "The receipt of a payment as a PDF")
    @APIResponse(responseCode = "200", description = DONE)
    public Response print(@PathParam("id") long id, @QueryParam("lang") String lang) {
      return answer(documents.receipt(id, lang));
    }
  }

  /** A quote on paper. */
  @Path("quotes/{id: \\d+}/pdf")
  @RequestScoped
  @Produces({PDF, MediaType.APPLICATION_JSON})
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Tag(name = "quotes")
  public static class OfQuote {
    @Inject private Documents documents;

    @GET
    @Operation(summary = "The quote as a PDF")
    @APIResponse(responseCode = "200", description = DONE)
    public Response print(
        @PathParam("id") long id, @QueryParam("lang") String lang, @Context UriInfo here) {
      return answer(documents.quote(id, lang, pages(here)));
    }
  }

  /** A work order on paper. */
  @Path("orders/{id: \\d+}/pdf")
  @RequestScoped
  @Produces({PDF, MediaType.APPLICATION_JSON})
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Tag(name = "orders")
  public static class OfOrder {
    @Inject private Documents documents;
    @Inject private OwnOrders own;

    @GET
    @Operation(summary = "The work order as a PDF")
    @APIResponse(responseCode = "200", description = DONE)
    public Response print(@PathParam("id") long id, @QueryParam("lang") String lang) {
      own.require(id);
      return answer(documents.order(id, lang));
    }
  }

  /** An inspection on paper. */
  @Path("inspections/{id: \\d+}/pdf")
  @RequestScoped
  @Produces({PDF, MediaType.APPLICATION_JSON})
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
  @Tag(name = "inspections")
  public static class OfInspection {
    @Inject private Documents documents;
    @Inject private Inspections inspections;
    @Inject private OwnOrders own;

    @GET
    @Operation(summary = "The inspection with its photos as a PDF")
    @APIResponse(responseCode = "200", description = DONE)
    public Response print(@PathParam("id") long id, @QueryParam("lang") String lang) {
      own.require(inspections.find(id).getOrder().getId());
      return answer(documents.inspection(id, lang));
    }
  }
}
