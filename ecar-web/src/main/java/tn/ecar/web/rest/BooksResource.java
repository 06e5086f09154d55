package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.books.Books;
import tn.ecar.garage.books.BooksAudit;
import tn.ecar.garage.books.KnownDifference;
import tn.ecar.garage.books.SeriesState;

/** What the audits of the books found, and what the manager says of it. */
@Path("books")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "invoices")
public class BooksResource {
  private final Books books;
  private final BooksAudit audit;

  @Inject
  public BooksResource(Books books, BooksAudit audit) {
    this.books = books;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected BooksResource() {
    this(null, null);
  }

  @GET
  @Operation(
      summary = "Number series and differences",
      description =
          "The series as they are now; the differences as the job invoice-audit last found them,"
              + " what stands first.")
  @Transactional
  public BooksView show() {
    return new BooksView(books.series(), audit.all().stream().map(DifferenceView::of).toList());
  }

  @GET
  @Path("check")
  @Operation(
      summary = "What does not add up in the books at this moment",
      description =
          "Recomputes every total, every stock level and every number series. Empty when all of"
              + " them are right.")
  public List<UnsoundView> check() {
    return books.check().stream().map(d -> new UnsoundView(d.rule(), d.thing())).toList();
  }

  /** Something that does not add up at this moment. */
  @Schema(name = "Unsound")
  public record UnsoundView(
      @Schema(example = "what is owed is the invoice's total") String rule,
      @Schema(example = "FA-2026-000017") String thing) {}

  @PUT
  @Path("differences/{id: \\d+}")
  @Operation(summary = "Explain a difference", description = "The explanation stays with it.")
  @APIResponse(responseCode = "404", description = "There is no such difference")
  @APIResponse(responseCode = "422", description = "No text, or more than 500 characters")
  public DifferenceView explain(@PathParam("id") long id, Explanation explanation) {
    return DifferenceView.of(audit.explain(id, explanation.explanation()));
  }

  /** The books. */
  @Schema(name = "Books")
  public record BooksView(List<SeriesState> series, List<DifferenceView> differences) {}

  /** What the manager says. */
  @Schema(name = "Explanation")
  public record Explanation(
      @Schema(example = "Numéro 12 : papier bloqué, annulé.") String explanation) {}

  /** A difference. */
  @Schema(name = "Difference")
  public record DifferenceView(
      long id,
      String rule,
      String thing,
      Instant firstSeen,
      Instant lastSeen,
      Instant goneAt,
      String explanation,
      String explainedBy,
      Instant explainedAt) {
    static DifferenceView of(KnownDifference d) {
      return new DifferenceView(
          d.id(),
          d.rule(),
          d.thing(),
          d.firstSeen(),
          d.lastSeen(),
          d.goneAt(),
          d.explanation(),
          d.explainedBy(),
          d.explainedAt());
    }
  }
}
