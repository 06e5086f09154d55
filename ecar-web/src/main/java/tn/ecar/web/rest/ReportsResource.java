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
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.batch.audit.PoolAudit;
import tn.ecar.batch.audit.PoolAuditReport;
import tn.ecar.batch.audit.PoolFindings;
import tn.ecar.batch.audit.PoolHistory;
import tn.ecar.batch.audit.PoolReport;
import tn.ecar.batch.audit.PoolSample;
import tn.ecar.batch.audit.PoolUse;
import tn.ecar.batch.audit.ReportCsv;
import tn.ecar.garage.Page;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.web.document.PoolReportPdf;

/** What the batch jobs found out. */
@Path("reports")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.MANAGER})
@Tag(name = "jobs")
public class ReportsResource {
  private final PoolAuditReport poolAudit;
  private final PoolFindings findings;
  private final PoolHistory history;
  private final PoolReportPdf pdf;

  @Inject
  public ReportsResource(
      PoolAuditReport poolAudit, PoolFindings findings, PoolHistory history, PoolReportPdf pdf) {
    this.poolAudit = poolAudit;
    this.findings = findings;
    this.history = history;
    this.pdf = pdf;
  }

  /** For the container's client proxy. */
  protected ReportsResource() {
    this(null, null, null, null);
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

  @GET
  @Path("pool-audit/findings")
  @Operation(
      summary = "The audit report of a period",
      description = "Use, waits, causes of waiting, leaks, changes, credentials, sizes, alerts.")
  public PoolReport findings(@QueryParam("from") String from, @QueryParam("to") String to)
      throws SQLException {
    return findings.report(instant("from", from), instant("to", to));
  }

  @GET
  @Path("pool-audit/history")
  @Operation(
      summary = "How the pools were used by hours or days, the newest first",
      description = "The last thirty days unless told otherwise; also when the samples are gone.")
  public Page<PoolUse> history(
      @QueryParam("grain") @Parameter(example = "DAY", description = "HOUR or DAY; DAY when absent")
          String grain,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @BeanParam Paging paging) {
    return history.use(grain(grain), instant("from", from), instant("to", to), paging.request());
  }

  private static PoolUse.Grain grain(String text) {
    try {
      return Texts.isBlank(text)
          ? PoolUse.Grain.DAY
          : PoolUse.Grain.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new RuleViolation("grain", text, "The use is told by HOUR or by DAY.");
    }
  }

  @GET
  @Path("pool-audit/csv")
  @Produces("text/csv")
  @Operation(summary = "The audit report of a period as a table per section")
  public Response csv(@QueryParam("from") String from, @QueryParam("to") String to)
      throws SQLException {
    PoolReport report = findings.report(instant("from", from), instant("to", to));
    return file(ReportCsv.of(report), "text/csv", "pool-audit.csv");
  }

  @GET
  @Path("pool-audit/pdf")
  @Produces("application/pdf")
  @Operation(summary = "The audit report of a period to print")
  public Response pdf(@QueryParam("from") String from, @QueryParam("to") String to)
      throws SQLException {
    PoolReport report = findings.report(instant("from", from), instant("to", to));
    return file(pdf.render(report), "application/pdf", "pool-audit.pdf");
  }

  private static Response file(Object content, String type, String name) {
    return Response.ok(content, type)
        .header("Content-Disposition", "inline; filename=\"" + name + "\"")
        .build();
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
