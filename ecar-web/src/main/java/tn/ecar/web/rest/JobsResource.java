package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.batch.Job;
import tn.ecar.batch.JobLine;
import tn.ecar.batch.JobOverview;
import tn.ecar.batch.JobResult;
import tn.ecar.batch.JobRun;
import tn.ecar.batch.JobSchedule;
import tn.ecar.batch.Jobs;
import tn.ecar.garage.Page;

/**
 * Batch jobs: started, stopped, scheduled, and asked how they went. Operators and managers see all
 * of them; each starts, changes, and reads the log and the files of only what is theirs: those of
 * the garage's jobs tell of customers.
 */
@Path("jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.MANAGER})
@Tag(name = "jobs")
public class JobsResource {
  private final Jobs jobs;

  @Context private SecurityContext caller;

  @Inject
  public JobsResource(Jobs jobs) {
    this.jobs = jobs;
  }

  /** For the container's client proxy. */
  protected JobsResource() {
    this(null);
  }

  @GET
  @Operation(summary = "All jobs, each with its schedule and its newest run")
  public List<JobOverview> all() {
    return jobs.overview();
  }

  @POST
  @Path("{job}")
  @Operation(
      summary = "Start a job",
      description = "Answers at once; ask the run for its end. The body may name parameters.")
  @APIResponseSchema(value = JobRun.class, responseCode = "202")
  @APIResponse(responseCode = "403", description = "It is another role's")
  @APIResponse(responseCode = "409", description = "It is at work; 'number' is its run")
  @APIResponse(responseCode = "422", description = "It does not know a parameter")
  public Response start(
      @PathParam("job") @Parameter(example = "pool-audit") String job,
      Start start,
      @Context UriInfo here) {
    requireTheirs(job);
    return begun(jobs.start(job, parameters(start.parameters())), job, here);
  }

  @GET
  @Path("{job}")
  @Operation(summary = "A job's runs, the newest first")
  public Page<JobRun> runs(@PathParam("job") String job, @BeanParam Paging paging) {
    return jobs.runs(job, paging.request());
  }

  @GET
  @Path("{job}/schedule")
  @Operation(summary = "When a job is started by itself")
  @APIResponseSchema(JobSchedule.class)
  public Response schedule(@PathParam("job") String job) {
    JobSchedule schedule = jobs.schedule(job);
    return Versions.tagged(schedule, schedule.version());
  }

  @PUT
  @Path("{job}/schedule")
  @Operation(summary = "Change when a job is started by itself", description = "Holds at once.")
  @APIResponseSchema(JobSchedule.class)
  @APIResponse(responseCode = "403", description = "It is another role's")
  @APIResponse(responseCode = "412", description = "Changed meanwhile")
  @APIResponse(responseCode = "422", description = "The schedule cannot be read")
  public Response reschedule(
      @PathParam("job") String job, @HeaderParam("If-Match") String read, Rescheduling wanted) {
    requireTheirs(job);
    Integer version = Versions.required(read);
    JobSchedule now = jobs.schedule(job);
    JobSchedule changed =
        jobs.reschedule(
            job,
            wanted.enabled() == null ? now.enabled() : wanted.enabled(),
            wanted.schedule() == null ? now.schedule() : wanted.schedule(),
            wanted.parameters() == null ? now.parameters() : wanted.parameters(),
            version == null ? now.version() : version);
    return Versions.tagged(changed, changed.version());
  }

  @GET
  @Path("{job}/{run: \\d+}")
  @Operation(summary = "One run")
  public JobRun run(@PathParam("job") String job, @PathParam("run") long run) {
    return jobs.run(job, run);
  }

  @POST
  @Path("{job}/{run: \\d+}/stop")
  @Operation(summary = "Stop a run at its next checkpoint")
  @APIResponse(responseCode = "409", description = "It has ended")
  public JobRun stop(@PathParam("job") String job, @PathParam("run") long run) {
    requireTheirs(job);
    return jobs.stop(job, run);
  }

  @POST
  @Path("{job}/{run: \\d+}/restart")
  @Operation(
      summary = "Take up again a run that was stopped, failed or lost",
      description = "What was committed is not done twice.")
  @APIResponseSchema(value = JobRun.class, responseCode = "202")
  @APIResponse(responseCode = "409", description = "It is at work, done, or taken up already")
  public Response restart(
      @PathParam("job") String job, @PathParam("run") long run, @Context UriInfo here) {
    requireTheirs(job);
    return begun(jobs.restart(job, run), job, here);
  }

  @GET
  @Path("{job}/{run: \\d+}/log")
  @Operation(summary = "The log of a run, in the order of writing")
  @APIResponse(responseCode = "403", description = "It is another role's")
  public Page<JobLine> log(
      @PathParam("job") String job, @PathParam("run") long run, @BeanParam Paging paging) {
    requireTheirs(job);
    return jobs.log(job, run, paging.request());
  }

  @GET
  @Path("{job}/{run: \\d+}/results/{name}")
  @Produces(MediaType.WILDCARD)
  @Operation(summary = "A file that a run has made")
  @APIResponse(responseCode = "403", description = "It is another role's")
  @APIResponse(responseCode = "404", description = "It has made none of this name")
  public Response result(
      @PathParam("job") String job, @PathParam("run") long run, @PathParam("name") String name) {
    requireTheirs(job);
    JobResult result = jobs.result(job, run, name);
    return Response.ok(result.content(), result.mediaType())
        .header("Content-Disposition", "attachment; filename=\"" + result.name() + "\"")
        .build();
  }

  private void requireTheirs(String job) {
    String role = Job.of(job).field().role();
    if (!caller.isUserInRole(role)) {
      throw new ForbiddenException("The job " + job + " belongs to the role " + role + ".");
    }
  }

  private static Map<String, String> parameters(Map<String, String> given) {
    return given == null ? Map.of() : given;
  }

  private static Response begun(JobRun run, String job, UriInfo here) {
    return Response.accepted(run)
        .location(
            here.getBaseUriBuilder().path("jobs").path(job).path(Long.toString(run.id())).build())
        .build();
  }

  /**
   * What a start tells the job.
   *
   * @param parameters may be null
   */
  @Schema(name = "JobStart")
  public record Start(Map<String, String> parameters) {}

  /**
   * A change of a schedule; what is null stays as it is.
   *
   * @param enabled false to start the job by hand only
   * @param schedule {@code every 60 s} or the five fields of a crontab
   * @param parameters what a start by the clock tells the job
   */
  @Schema(name = "JobScheduleChange")
  public record Rescheduling(
      Boolean enabled,
      @Schema(example = "0 6 * * *") String schedule,
      Map<String, String> parameters) {}
}
