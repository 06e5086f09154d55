package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.invoice.Seller;

/** The garage as it signs its documents, and its choices about them. */
@Path("seller")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "garage")
public class SellerResource {
  private final Invoices invoices;

  @Inject
  public SellerResource(Invoices invoices) {
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected SellerResource() {
    this(null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Operation(summary = "The garage's own particulars")
  @APIResponseSchema(SellerView.class)
  public Response show() {
    Seller seller = invoices.seller();
    return Versions.tagged(SellerView.of(seller), seller.getVersion());
  }

  @PUT
  @Operation(
      summary = "Change the garage's particulars",
      description = "Documents issued before keep theirs.")
  @APIResponseSchema(SellerView.class)
  @APIResponse(responseCode = "409", description = "Somebody changed them meanwhile")
  @APIResponse(responseCode = "422", description = "A value breaks its form")
  public Response change(@HeaderParam("If-Match") String read, SellerView wanted) {
    Seller seller =
        invoices.changeSeller(
            Versions.required(read),
            new Invoices.SellerData(
                wanted.name(),
                wanted.address(),
                wanted.town(),
                wanted.matriculeFiscal(),
                wanted.phone(),
                wanted.creditNoteTimbre() == null || wanted.creditNoteTimbre(),
                wanted.eInvoicesFrom(),
                wanted.paymentDays()));
    return Versions.tagged(SellerView.of(seller), seller.getVersion());
  }

  /**
   * The garage.
   *
   * @param creditNoteTimbre whether a credit note gives the timbre back; left out, it does
   * @param eInvoicesFrom the first day whose documents go to the national platform; left out, none
   * @param paymentDays how many days after its own day an invoice is due; left out, it stays
   */
  @Schema(name = "Seller")
  public record SellerView(
      @Schema(example = "Garage Ben Youssef") String name,
      String address,
      @Schema(example = "Ariana") String town,
      @Schema(example = "1458712B/A/M/000") String matriculeFiscal,
      @Schema(example = "71940250") String phone,
      Boolean creditNoteTimbre,
      LocalDate eInvoicesFrom,
      @Schema(example = "30") Integer paymentDays) {
    static SellerView of(Seller s) {
      return new SellerView(
          s.getName(),
          s.getAddress(),
          s.getTown(),
          s.getMatriculeFiscal(),
          s.getPhone(),
          s.isCreditNoteTimbre(),
          s.getEInvoiceFrom(),
          s.getPaymentDays());
    }
  }
}
