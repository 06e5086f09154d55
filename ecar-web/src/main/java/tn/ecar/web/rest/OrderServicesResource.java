package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
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
  public List<String> servedBy(@PathParam("id") long id) {
    own.require(id);
    return upkeep.servedBy(id);
  }

  @PUT
  @Operation(
      summary = "Say which intervals an order serves",
      description = "They are noted in the vehicle's history when the order becomes ready.")
  @APIResponse(responseCode = "422", description = "No such interval")
  public List<String> serve(@PathParam("id") long id, List<String> names) {
    own.require(id);
    return upkeep.serve(id, names);
  }
}
