package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.folder.Folders;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/** The link by which a customer looks at a vehicle without a password. */
@Path("vehicles/{id: \\d+}/link")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "folders")
public class VehicleFolderResource {
  private final Folders folders;
  private final Vehicles vehicles;

  @Inject
  public VehicleFolderResource(Folders folders, Vehicles vehicles) {
    this.folders = folders;
    this.vehicles = vehicles;
  }

  /** For the container's client proxy. */
  protected VehicleFolderResource() {
    this(null, null);
  }

  @POST
  @Operation(
      summary = "Sign a link to this vehicle for its customer of today",
      description =
          "Good for half a year or until the customer's link is withdrawn; it shows what this"
              + " customer had done, and no more.")
  @APIResponseSchema(FolderLink.class)
  public FolderLink link(@PathParam("id") long id, @Context UriInfo here) {
    Vehicle vehicle = vehicles.find(id);
    String token = folders.link(vehicle.getCustomer().getId(), id);
    return new FolderLink(token, Printing.pages(here).resolve("my.xhtml?link=" + token).toString());
  }

  /** A link. */
  @Schema(name = "FolderLink")
  public record FolderLink(
      @Schema(description = "For /folders/{token}") String token,
      @Schema(description = "The customer's page") String page) {}
}
