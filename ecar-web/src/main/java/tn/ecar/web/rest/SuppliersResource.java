package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.Page;
import tn.ecar.garage.supply.Supplier;
import tn.ecar.garage.supply.SupplierData;
import tn.ecar.garage.supply.SupplierRow;
import tn.ecar.garage.supply.Suppliers;

/** Who sells parts to the garage. */
@Path("suppliers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.STOREKEEPER})
@Tag(name = "purchases")
public class SuppliersResource {
  private final Suppliers suppliers;

  @Inject
  public SuppliersResource(Suppliers suppliers) {
    this.suppliers = suppliers;
  }

  /** For the container's client proxy. */
  protected SuppliersResource() {
    this(null);
  }

  @GET
  @Operation(summary = "Search active suppliers by name, phone or e-mail")
  public Page<SupplierRow> search(@QueryParam("q") String text, @BeanParam Paging paging) {
    return suppliers.search(text, paging.request());
  }

  @POST
  @Operation(summary = "Note a supplier")
  @APIResponseSchema(value = SupplierView.class, responseCode = "201")
  @APIResponse(responseCode = "409", description = "An active supplier has the name")
  @APIResponse(responseCode = "422", description = "A value breaks its form")
  public Response add(SupplierData data, @Context UriInfo here) {
    Supplier supplier = suppliers.add(data);
    return Versions.created(
        here.getAbsolutePathBuilder().path(supplier.getId().toString()).build(),
        SupplierView.of(supplier),
        supplier.getVersion());
  }

  @GET
  @Path("{id: \\d+}")
  @Operation(summary = "Show a supplier")
  @APIResponseSchema(SupplierView.class)
  public Response show(@PathParam("id") long id) {
    Supplier supplier = suppliers.find(id);
    return Versions.tagged(SupplierView.of(supplier), supplier.getVersion());
  }

  @PUT
  @Path("{id: \\d+}")
  @Operation(summary = "Change a supplier's particulars")
  @APIResponseSchema(SupplierView.class)
  @APIResponse(responseCode = "409", description = "Changed meanwhile, or the name is taken")
  public Response change(
      @PathParam("id") long id, @HeaderParam("If-Match") String read, SupplierData data) {
    Supplier supplier = suppliers.change(id, Versions.required(read), data);
    return Versions.tagged(SupplierView.of(supplier), supplier.getVersion());
  }

  @DELETE
  @Path("{id: \\d+}")
  @Operation(summary = "Archive a supplier", description = "Its orders stay; its name is free.")
  @APIResponse(responseCode = "204", description = "Archived")
  public void archive(@PathParam("id") long id) {
    suppliers.archive(id);
  }

  /** A supplier as the API shows it. */
  @Schema(name = "Supplier")
  public record SupplierView(
      Long id,
      @Schema(example = "Purflux Tunisie") String name,
      @Schema(example = "+21671940250") String phone,
      @Schema(example = "commandes@example.tn") String email,
      String address,
      String matriculeFiscal,
      boolean active) {
    static SupplierView of(Supplier s) {
      return new SupplierView(
          s.getId(),
          s.getName(),
          s.getPhone(),
          s.getEmail(),
          s.getAddress(),
          s.getMatriculeFiscal(),
          s.isActive());
    }
  }
}
