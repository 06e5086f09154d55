package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.upkeep.Upkeep;

/** Which service intervals an order serves. */
@Path("orders/{id: \\d+}/services")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK, Roles.TECHNICIAN})
@Tag(name = "upkeep")
public class OrderServicesResource {
  private final Upkeep upkeep;
  private final OwnOrders own;

  @Inject
  public OrderServicesResource(Upkeep upkeep, OwnOrders own) {
    this.upkeep = upkeep;
    this.own = own;
  }

  /** For the container's client proxy. */
  protected OrderServicesResource() {
    this(null, null);
  }

  @GET
  @Operation(summary = "Which intervals an order serves")
  @APIResponseSchema(value = String[].class, responseCode = "200")
  public Response servedBy(@PathParam("id") long id) {
    own.require(id);
    return tagged(upkeep.servedBy(id));
  }

  @PUT
  @Operation(
      summary = "Say which intervals an order serves",
      description = "They are noted in the vehicle's history when the order becomes ready.")
  @APIResponse(responseCode = "422", description = "No such interval")
  @APIResponseSchema(value = String[].class, responseCode = "200")
  public Response serve(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, List<String> names) {
    own.require(id);
    return tagged(upkeep.serve(id, Versions.required(read), names));
  }

  private static Response tagged(List<String> names) {
    return Versions.tagged(names, Changes.versionOf(names));
  }
}
