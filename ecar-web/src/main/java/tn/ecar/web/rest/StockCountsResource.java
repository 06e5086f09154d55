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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.part.CountData;
import tn.ecar.garage.part.CountRow;
import tn.ecar.garage.part.StockCount;
import tn.ecar.garage.part.StockCountLine;
import tn.ecar.garage.part.StockCounts;

/** Shelves that are counted. */
@Path("stock-counts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.STOREKEEPER})
@Tag(name = "parts")
public class StockCountsResource {
  private final StockCounts counts;

  @Inject
  public StockCountsResource(StockCounts counts) {
    this.counts = counts;
  }

  /** For the container's client proxy. */
  protected StockCountsResource() {
    this(null);
  }

  @GET
  @Operation(summary = "The counts, newest first")
  public Page<CountRow> page(@BeanParam Paging paging) {
    return counts.page(paging.request());
  }

  @POST
  @Operation(
      summary = "Take a count over",
      description =
          "Each difference becomes a stock movement, all of them or none. A line that says what"
              + " its sheet expected is refused when stock moved since.")
  @APIResponseSchema(value = CountView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "Stock moved since the sheet was printed")
  @APIResponse(responseCode = "422", description = "No line, or a part stands twice")
  public Response count(CountData data, @Context UriInfo here) {
    Long id = counts.count(data).getId();
    return Response.created(here.getAbsolutePathBuilder().path(id.toString()).build())
        .entity(CountView.of(counts.find(id)))
        .build();
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show a count with its shelves")
  public CountView show(@PathParam("id") long id) {
    return CountView.of(counts.find(id));
  }

  /** A count as the API shows it. */
  @Schema(name = "StockCount")
  public record CountView(
      Long id,
      @Schema(example = "Rayon A") String note,
      Instant at,
      @Schema(example = "magasin") String by,
      List<ShelfView> lines) {
    static CountView of(StockCount c) {
      return new CountView(
          c.getId(),
          c.getNote(),
          c.getAt(),
          c.getBy(),
          c.getLines().stream().map(ShelfView::of).toList());
    }
  }

  /** One shelf: expected, counted, and the difference that was moved. */
  @Schema(name = "StockCountLine")
  public record ShelfView(
      Long partId,
      @Schema(example = "FLT-0042") String partNumber,
      @Schema(implementation = String.class, example = "10.000") Quantity expected,
      @Schema(implementation = String.class, example = "8.000") Quantity counted,
      @Schema(implementation = String.class, example = "-2.000") Quantity difference) {
    static ShelfView of(StockCountLine l) {
      return new ShelfView(
          l.getPart().getId(),
          l.getPart().getNumber(),
          l.getExpected(),
          l.getCounted(),
          l.getDifference());
    }
  }
}
