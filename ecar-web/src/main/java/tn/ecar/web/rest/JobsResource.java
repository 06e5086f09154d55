package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.batch.JobRun;
import tn.ecar.batch.Jobs;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;

/** Batch jobs: started, and asked how they went. */
@Path("jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.MANAGER})
@Tag(name = "jobs")
public class JobsResource {
  private final Jobs jobs;

  @Inject
  public JobsResource(Jobs jobs) {
    this.jobs = jobs;
  }

  /** For the container's client proxy. */
  protected JobsResource() {
    this(null);
  }

  @GET
  @Operation(summary = "The names of all jobs")
  public List<String> names() {
    return jobs.names();
  }

  @POST
  @Path("{job}")
  @Operation(
      summary = "Start a job",
      description = "Answers at once; ask the execution for its end.")
  @APIResponseSchema(value = JobRun.class, responseCode = "202")
  @APIResponse(responseCode = "409", description = "It is at work; 'number' is its execution")
  public Response start(
      @PathParam("job") @Parameter(example = "pool-audit") String job, @Context UriInfo here) {
    JobRun run = jobs.start(job);
    return Response.accepted(run)
        .location(here.getAbsolutePathBuilder().path(Long.toString(run.id())).build())
        .build();
  }

  @GET
  @Path("{job}")
  @Operation(summary = "A job's executions, the newest first")
  public Page<JobRun> executions(@PathParam("job") String job, @BeanParam Paging paging) {
    return jobs.executions(job, paging.request());
  }

  @GET
  @Path("{job}/{execution: \\d+}")
  @Operation(summary = "One execution")
  @APIResponseSchema(JobRun.class)
  public JobRun execution(@PathParam("job") String job, @PathParam("execution") long execution) {
    JobRun run = jobs.execution(execution);
    if (!run.job().equals(job)) {
      throw new NotFound("execution of " + job, execution);
    }
    return run;
  }
}
