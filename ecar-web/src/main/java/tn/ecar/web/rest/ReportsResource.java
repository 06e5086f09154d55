package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.batch.audit.PoolAudit;
import tn.ecar.batch.audit.PoolAuditReport;
import tn.ecar.batch.audit.PoolSample;
import tn.ecar.garage.Page;
import tn.ecar.garage.RuleViolation;

/** What the batch jobs found out. */
@Path("reports")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.MANAGER})
@Tag(name = "jobs")
public class ReportsResource {
  private final PoolAuditReport poolAudit;

  @Inject
  public ReportsResource(PoolAuditReport poolAudit) {
    this.poolAudit = poolAudit;
  }

  /** For the container's client proxy. */
  protected ReportsResource() {
    this(null);
  }

  @GET
  @Path("pool-audit")
  @Operation(
      summary = "How the pools were used in a period",
      description = "The last day unless told otherwise.")
  public PoolAudit poolAudit(
      @QueryParam("from") @Parameter(example = "2026-11-23T00:00:00Z") String from,
      @QueryParam("to") String to,
      @BeanParam Paging paging)
      throws SQLException {
    return poolAudit.report(instant("from", from), instant("to", to), paging.request());
  }

  @GET
  @Path("pool-audit/samples")
  @Operation(summary = "The samples of a period one by one, the newest first")
  public Page<PoolSample> samples(
      @QueryParam("from") String from, @QueryParam("to") String to, @BeanParam Paging paging)
      throws SQLException {
    return poolAudit.samples(instant("from", from), instant("to", to), paging.request());
  }

  private static Instant instant(String field, String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
    } catch (DateTimeParseException e) {
      throw new RuleViolation(field, text, "A moment is written as 2026-11-23T08:00:00Z.");
    }
  }
}
