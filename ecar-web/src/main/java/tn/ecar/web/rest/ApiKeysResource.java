package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.staff.ApiKey;
import tn.ecar.garage.staff.ApiKeys;
import tn.ecar.garage.staff.Role;

/** The keys by which programs sign in. */
@Path("api-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.MANAGER)
@Tag(name = "session")
public class ApiKeysResource {
  private final ApiKeys keys;

  @Inject
  public ApiKeysResource(ApiKeys keys) {
    this.keys = keys;
  }

  /** For the container's client proxy. */
  protected ApiKeysResource() {
    this(null);
  }

  @GET
  @Operation(summary = "Every key, also revoked ones; never the keys themselves")
  public List<KeyView> all() {
    return keys.all().stream().map(key -> KeyView.of(key, null)).toList();
  }

  @POST
  @Operation(
      summary = "Make a key for a program",
      description =
          "The key is shown this once; only its hash is stored. An Idempotency-Key"
              + " would store it: it is refused here.")
  @APIResponseSchema(value = KeyView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "A key in use has the name")
  @APIResponse(responseCode = "422", description = "No name, or no role")
  public Response make(NewKey wanted) {
    Set<String> names = wanted.roles() == null ? Set.of() : wanted.roles();
    ApiKeys.Made made = keys.make(wanted.name(), names.stream().map(Role::of).toList());
    return Response.status(Response.Status.CREATED)
        .entity(KeyView.of(made.key(), made.secret()))
        .build();
  }

  @DELETE
  @Path("{id: \\d+}")
  @Operation(summary = "Revoke a key")
  @APIResponse(responseCode = "204", description = "It opens nothing any more")
  public void revoke(@PathParam("id") long id) {
    keys.revoke(id);
  }

  /** A key to be made. */
  @Schema(name = "NewApiKey")
  public record NewKey(
      @Schema(example = "caisse") String name,
      @Schema(description = "What it may do", example = "[\"frontdesk\"]") Set<String> roles) {}

  /** A key as the API shows it. */
  @Schema(name = "ApiKey")
  public record KeyView(
      Long id,
      @Schema(example = "caisse") String name,
      Set<String> roles,
      @Schema(description = "The key itself, once, when it is made") String key,
      Instant createdAt,
      String createdBy,
      @Schema(description = "To the hour; left out if never used") Instant usedAt,
      @Schema(description = "Left out while it is in use") Instant revokedAt) {
    static KeyView of(ApiKey k, String secret) {
      return new KeyView(
          k.getId(),
          k.getName(),
          new TreeSet<>(k.getRoleNames()),
          secret,
          k.getCreatedAt(),
          k.getCreatedBy(),
          k.getUsedAt(),
          k.getRevokedAt());
    }

    /** Keeps the key out of every log. */
    @Override
    public String toString() {
      return "ApiKey[" + name + "]";
    }
  }
}
