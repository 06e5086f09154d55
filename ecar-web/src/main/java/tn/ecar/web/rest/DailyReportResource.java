package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.report.DailyReport;
import tn.ecar.garage.report.DailyReports;
import tn.ecar.web.document.DailyReportPdf;

/** The report of a day, which the job {@code daily-report} sends in the evening. */
@Path("reports/daily")
@RequestScoped
@RolesAllowed(Roles.MANAGER)
@Tag(name = "jobs")
public class DailyReportResource {
  private final DailyReports reports;
  private final DailyReportPdf printer;

  @Inject
  public DailyReportResource(DailyReports reports, DailyReportPdf printer) {
    this.reports = reports;
    this.printer = printer;
  }

  /** For the container's client proxy. */
  protected DailyReportResource() {
    this(null, null);
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Takings of a day, open orders, stock to order",
      description = "Today unless told otherwise; orders and stock are those of this moment.")
  @APIResponseSchema(DailyReport.class)
  @APIResponse(responseCode = "422", description = "The day is still to come")
  public DailyReport show(@QueryParam("day") @Parameter(example = "2026-11-26") String day) {
    return reports.of(day(day));
  }

  @GET
  @Path("pdf")
  @Produces("application/pdf")
  @Operation(summary = "The same as a PDF")
  public Response pdf(@QueryParam("day") @Parameter(example = "2026-11-26") String day) {
    DailyReport report = reports.of(day(day));
    return Response.ok(printer.print(report))
        .header("Content-Disposition", "inline; filename=\"daily-report-" + report.day() + ".pdf\"")
        .build();
  }

  private static LocalDate day(String day) {
    return day == null || day.isBlank() ? null : Days.of("day", day);
  }
}
