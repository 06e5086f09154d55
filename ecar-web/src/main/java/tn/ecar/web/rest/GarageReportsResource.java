package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.report.GarageReports;
import tn.ecar.garage.report.Period;
import tn.ecar.garage.report.Report;

/** The garage's reports as JSON and CSV; without days, the twelve months up to today. */
@Path("reports/garage/{report}")
@RequestScoped
@RolesAllowed(Roles.MANAGER)
@Tag(name = "reports")
public class GarageReportsResource {
  private final GarageReports reports;

  @Inject
  public GarageReportsResource(GarageReports reports) {
    this.reports = reports;
  }

  /** For the container's client proxy. */
  protected GarageReportsResource() {
    this(null);
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "A report: revenue, margin, technicians, turnover or returning",
      description = "The stockValue of turnover is at the sale prices of today.")
  @APIResponseSchema(ReportView.class)
  @APIResponse(responseCode = "404", description = "There is no such report")
  public ReportView json(
      @PathParam("report") @Parameter(example = "revenue") String report,
      @QueryParam("from") @Parameter(example = "2026-01-01") String from,
      @QueryParam("to") String to) {
    Period period = reports.period(day("from", from), day("to", to));
    return ReportView.of(period, reports.report(kind(report), period));
  }

  @GET
  @Produces("text/csv;charset=UTF-8;qs=0.5")
  @Operation(summary = "The same for a spreadsheet")
  @APIResponse(responseCode = "200", description = "A line of keys, then a line per row")
  public Response csv(
      @PathParam("report") String report,
      @QueryParam("from") String from,
      @QueryParam("to") String to) {
    Period period = reports.period(day("from", from), day("to", to));
    Report made = reports.report(kind(report), period);
    return Response.ok(csv(made))
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + report + "-" + period.from() + "-" + period.to() + ".csv\"")
        .build();
  }

  private static LocalDate day(String field, String text) {
    return text == null || text.isBlank() ? null : Days.of(field, text);
  }

  private static Report.Kind kind(String name) {
    return Arrays.stream(Report.Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new NotFound("report", name));
  }

  /** By RFC 4180; the mark in front tells spreadsheets that it is UTF-8. */
  static String csv(Report report) {
    StringBuilder text = new StringBuilder("\ufeff");
    text.append(report.columns().stream().map(Report.Column::key).collect(Collectors.joining(",")));
    text.append("\r\n");
    for (List<Object> row : report.rows()) {
      text.append(row.stream().map(GarageReportsResource::cell).collect(Collectors.joining(",")));
      text.append("\r\n");
    }
    return text.toString();
  }

  private static String cell(Object value) {
    String text = value == null ? "" : value.toString();
    // A text that begins like a formula is one to a spreadsheet.
    String safe = value instanceof String && text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** A report with its rows as members named by its columns. */
  @Schema(name = "GarageReport")
  public record ReportView(Period period, List<Map<String, Object>> rows) {
    static ReportView of(Period period, Report report) {
      return new ReportView(
          period,
          report.rows().stream()
              .map(
                  row -> {
                    Map<String, Object> named = new LinkedHashMap<>();
                    for (int i = 0; i < row.size(); i++) {
                      named.put(report.columns().get(i).key(), row.get(i));
                    }
                    return named;
                  })
              .toList());
    }
  }
}
