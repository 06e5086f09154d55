package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.audit.AuditEntry;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.AuditQuery;

/** The append-only log: who did what when, with the state before and after. */
@Path("audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "garage")
public class AuditResource {
  private final AuditLog log;

  @Inject
  public AuditResource(AuditLog log) {
    this.log = log;
  }

  /** For the container's client proxy. */
  protected AuditResource() {
    this(null);
  }

  @GET
  @Operation(
      summary = "What happened in a period, newest first",
      description = "The last thirty days unless told otherwise.")
  public Page<EntryView> all(
      @QueryParam("q")
          @Parameter(description = "Part of the name, the action or the states before and after")
          String text,
      @QueryParam("from") @Parameter(description = "First day") String from,
      @QueryParam("to") @Parameter(description = "Last day") String to,
      @BeanParam Paging paging) {
    AuditQuery query = new AuditQuery(text, Days.optional("from", from), Days.optional("to", to));
    return log.page(query, paging.request()).map(EntryView::of);
  }

  @GET
  @Path("{kind: [a-z-]+}/{id: \\d+}")
  @Operation(
      summary = "Everything that happened to one thing, oldest first",
      description = "For example /audit/payment/17.")
  public List<EntryView> of(@PathParam("kind") String kind, @PathParam("id") long id) {
    return log.of(kind, id).stream().map(EntryView::of).toList();
  }

  /** An entry of the log as the API shows it. */
  @Schema(name = "AuditEntry")
  public record EntryView(
      Long id,
      Instant at,
      @Schema(example = "accueil") String who,
      @Schema(example = "payment.received") String action,
      @Schema(example = "payment") String subjectKind,
      Long subjectId,
      String before,
      @Schema(example = "PAYMENT 120.000 TND CASH") String after) {
    static EntryView of(AuditEntry e) {
      return new EntryView(
          e.getId(),
          e.getAt(),
          e.getWho(),
          e.getAction(),
          e.getSubjectKind(),
          e.getSubjectId(),
          e.getBefore(),
          e.getAfter());
    }
  }
}
