package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/** Who works in the garage: accounts, roles, what technicians know. */
@Path("staff")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "workshop")
public class StaffResource {
  private final StaffAccounts accounts;

  @Inject
  public StaffResource(StaffAccounts accounts) {
    this.accounts = accounts;
  }

  /** For the container's client proxy. */
  protected StaffResource() {
    this(null);
  }

  @GET
  @Operation(summary = "Every account, by login")
  public List<StaffView> all() {
    return accounts.all().stream().map(StaffView::of).toList();
  }

  @GET
  @Path("technicians")
  @RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
  @Operation(summary = "The technicians who work here, by name")
  public List<TechnicianView> technicians() {
    return accounts.technicians().stream().map(TechnicianView::of).toList();
  }

  @POST
  @Operation(summary = "Open an account")
  @APIResponseSchema(value = StaffView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "The login is taken")
  @APIResponse(responseCode = "422", description = "A value breaks its form")
  public Response open(NewStaff data, @Context UriInfo here) {
    StaffAccount account =
        accounts.open(data.login(), data.name(), roles(data.roles()), data.password());
    return Versions.created(
        here.getAbsolutePathBuilder().path(account.getId().toString()).build(),
        StaffView.of(account),
        account.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show an account")
  @APIResponseSchema(StaffView.class)
  public Response show(@PathParam("id") long id) {
    StaffAccount account = accounts.find(id);
    return Versions.tagged(StaffView.of(account), account.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Change name and roles")
  @APIResponseSchema(StaffView.class)
  @APIResponse(
      responseCode = "409",
      description = "Changed meanwhile, or it is the last manager who may sign in")
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, StaffChange data) {
    accounts.change(id, Versions.required(read), data.name(), roles(data.roles()));
    return show(id);
  }

  @PUT
  @Path("{id: \\d+}/skills")
  @Operation(summary = "Note what a technician knows")
  @APIResponseSchema(StaffView.class)
  public Response skills(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, List<String> skills) {
    accounts.changeSkills(id, Versions.required(read), skills);
    return show(id);
  }

  @PUT
  @Path("{id: \\d+}/password")
  @Operation(summary = "Give an account a new password")
  @APIResponse(responseCode = "204", description = "Changed")
  @APIResponse(responseCode = "422", description = "Too short")
  public void password(@PathParam("id") long id, NewPassword data) {
    accounts.changePassword(id, data.password());
  }

  @PUT
  @Path("{id: \\d+}/access")
  @Operation(summary = "Let somebody in again, or keep somebody out who leaves")
  @APIResponseSchema(StaffView.class)
  @APIResponse(responseCode = "409", description = "It is the last manager who may sign in")
  public Response access(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, Access data) {
    Integer version = Versions.required(read);
    if (data.enabled() == null) {
      throw new RuleViolation("enabled", null, "This field must not be empty.");
    }
    accounts.enable(id, version, data.enabled());
    return show(id);
  }

  private static Set<Role> roles(List<String> names) {
    if (names == null || names.isEmpty()) {
      throw new RuleViolation("roles", "", "An account has at least one role.");
    }
    return names.stream().map(Role::of).collect(Collectors.toSet());
  }

  /** An account to open. */
  @Schema(name = "NewStaff")
  public record NewStaff(
      @Schema(example = "ramzi") String login,
      @Schema(example = "Ramzi Jebali") String name,
      @Schema(example = "[\"technician\"]") List<String> roles,
      String password) {}

  /** What is to stand of an account. */
  @Schema(name = "StaffChange")
  public record StaffChange(
      @Schema(example = "Ramzi Jebali") String name,
      @Schema(example = "[\"technician\"]") List<String> roles) {}

  /** A password to come. */
  @Schema(name = "NewPassword")
  public record NewPassword(String password) {}

  /** Whether somebody may sign in. */
  @Schema(name = "Access")
  public record Access(Boolean enabled) {}

  /** An account as the API shows it; never its password. */
  @Schema(name = "Staff")
  public record StaffView(
      Long id,
      @Schema(example = "ramzi") String login,
      @Schema(example = "Ramzi Jebali") String name,
      List<String> roles,
      List<String> skills,
      boolean enabled) {
    static StaffView of(StaffAccount s) {
      return new StaffView(
          s.getId(),
          s.getLogin(),
          s.getName(),
          s.getRoleNames().stream().sorted().toList(),
          List.copyOf(s.getSkills()),
          s.isEnabled());
    }
  }

  /** A technician as the front desk sees them. */
  @Schema(name = "Technician")
  public record TechnicianView(
      Long id, @Schema(example = "Ramzi Jebali") String name, List<String> skills) {
    static TechnicianView of(StaffAccount s) {
      return new TechnicianView(s.getId(), s.getName(), List.copyOf(s.getSkills()));
    }
  }
}
