package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.invoice.LegalRates;
import tn.ecar.garage.money.TaxRate;

/** The legal rates with the days they hold for. */
@Path("tax-rates")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "garage")
public class TaxRatesResource {
  private final LegalRates rates;

  @Inject
  public TaxRatesResource(LegalRates rates) {
    this.rates = rates;
  }

  /** For the container's client proxy. */
  protected TaxRatesResource() {
    this(null);
  }

  @GET
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Operation(summary = "Every rate there is and was, by kind, newest first")
  public List<RateView> history() {
    return rates.history().stream().map(RateView::of).toList();
  }

  @POST
  @Operation(
      summary = "Let a rate hold from a day on",
      description =
          "The rate before it ends the day before; documents keep what they used. A rate that was"
              + " noted for that very day, and that no document has used, is put right by who sends"
              + " its value as replaces.")
  @APIResponseSchema(value = RateView.class, responseCode = "201")
  @APIResponse(
      responseCode = "422",
      description = "Out of range, a later rate is known, or another value stands for this day")
  public Response change(NewRate rate) {
    TaxRate changed = rates.change(rate.kind(), rate.value(), rate.validFrom(), rate.replaces());
    return Response.status(Response.Status.CREATED).entity(RateView.of(changed)).build();
  }

  @DELETE
  @Path("{id: \\d+}")
  @Operation(
      summary = "Take back a rate that was noted for the wrong day",
      description = "The rate before it holds on.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(responseCode = "404", description = "There is none, or it is gone already")
  @APIResponse(
      responseCode = "422",
      description = "Another rate follows it, none was before it, or a document has used it")
  public void takeBack(@PathParam("id") long id) {
    rates.takeBack(id);
  }

  /** A rate to come. */
  @Schema(name = "NewRate")
  public record NewRate(
      TaxRate.Kind kind,
      @Schema(example = "19.000") BigDecimal value,
      @Schema(example = "2027-01-01") LocalDate validFrom,
      @Schema(description = "The wrong value that stands for this day", example = "91.000")
          BigDecimal replaces) {}

  /** A rate as the API shows it: percent, or dinars for TIMBRE and WITHHOLDING_FROM. */
  @Schema(name = "Rate")
  public record RateView(
      Long id,
      TaxRate.Kind kind,
      @Schema(implementation = String.class, example = "19.000") BigDecimal value,
      LocalDate validFrom,
      LocalDate validTo) {
    static RateView of(TaxRate r) {
      return new RateView(r.getId(), r.getKind(), r.getValue(), r.getValidFrom(), r.getValidTo());
    }
  }
}
