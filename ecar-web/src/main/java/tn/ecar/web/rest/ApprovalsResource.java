package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.folder.Folders;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteState;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.web.rest.FoldersResource.CustomerVehicle;

/**
 * What a customer does with a signed link, without a password: look at the quote, decide each line.
 * The link opens this one quote here, and under {@code folders} its customer's own history of that
 * vehicle. No cache keeps what it showed.
 */
@Path("approvals/{token: [^/]+}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "quotes")
public class ApprovalsResource {
  private final Quotes quotes;
  private final Folders folders;

  @Inject
  public ApprovalsResource(Quotes quotes, Folders folders) {
    this.quotes = quotes;
    this.folders = folders;
  }

  /** For the container's client proxy. */
  protected ApprovalsResource() {
    this(null, null);
  }

  @GET
  @PermitAll
  @SecurityRequirementsSet
  @Operation(summary = "Show the quote of a signed link")
  @APIResponseSchema(CustomerQuote.class)
  @APIResponse(responseCode = "404", description = "No such link, it is void, or out of date")
  public Response show(@PathParam("token") String token) {
    return shown(token, quotes.byLink(token));
  }

  @POST
  @PermitAll
  @SecurityRequirementsSet
  @Operation(
      summary = "Decide each line of the quote",
      description = "The same answer sent twice is one answer.")
  @APIResponseSchema(CustomerQuote.class)
  @APIResponse(responseCode = "404", description = "No such link, it is void, or out of date")
  @APIResponse(responseCode = "409", description = "Something else was answered before")
  @APIResponse(
      responseCode = "422",
      description = "A line is missing or not the quote's, or the vehicle was sold")
  public Response answer(@PathParam("token") String token, Answer said) {
    return shown(token, quotes.find(quotes.answerByLink(token, said).getId()));
  }

  private Response shown(String token, Quote quote) {
    CacheControl never = new CacheControl();
    never.setNoStore(true);
    return Response.ok(CustomerQuote.of(quote, quotes.totals(quote), folders.photos(token)))
        .cacheControl(never)
        .header("Referrer-Policy", "no-referrer")
        .build();
  }

  /** A quote as its customer sees it. */
  @Schema(name = "CustomerQuote")
  public record CustomerQuote(
      @Schema(example = "DV-000017") String number,
      QuoteState state,
      @Schema(example = "123 TU 4567") String plate,
      @Schema(example = "Freins avant") String wantedWork,
      LocalDate validUntil,
      String answeredBy,
      List<QuoteView.Line> lines,
      Totals totals,
      @Schema(description = "What GET /folders/{token}/photos/{id} gives out")
          List<CustomerVehicle.Photo> photos) {
    static CustomerQuote of(Quote q, Totals totals, List<Attachment> photos) {
      return new CustomerQuote(
          q.getNumber(),
          q.getState(),
          q.getVehicle().getPlate().number(),
          q.getWantedWork(),
          q.getValidUntil(),
          q.getAnsweredBy(),
          q.getLines().stream().map(QuoteView.Line::of).toList(),
          totals,
          photos.stream().map(CustomerVehicle.Photo::of).toList());
    }
  }
}
