package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.customer.CustomerLinks;

/** The link by which a customer sees what is theirs: signed, made void. */
@Path("customers/{id: \\d+}/link")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "customers")
public class CustomerLinkResource {
  private static final int USUAL_DAYS = 30;

  private final CustomerLinks links;

  @Inject
  public CustomerLinkResource(CustomerLinks links) {
    this.links = links;
  }

  /** For the container's client proxy. */
  protected CustomerLinkResource() {
    this(null);
  }

  @POST
  @Operation(
      summary = "Sign a link by which the customer sees vehicles, history, quotes and invoices",
      description = "Shown once. A link that was signed before is void.")
  @APIResponseSchema(SignedLink.class)
  public SignedLink sign(@PathParam("id") long id, Wanted wanted, @Context UriInfo here) {
    CustomerLinks.Signed signed =
        links.sign(id, wanted.days() == null ? USUAL_DAYS : wanted.days());
    return new SignedLink(
        signed.token(),
        here.getBaseUriBuilder()
            .path(CustomerPortalResource.class)
            .build(signed.token())
            .toString(),
        signed.until());
  }

  @DELETE
  @Operation(
      summary = "Make the customer's link void",
      description = "And those to single vehicles, which their documents carry.")
  @APIResponse(responseCode = "204", description = "It opens nothing any more")
  public void revoke(@PathParam("id") long id) {
    links.revoke(id);
  }

  /** For how long. */
  @Schema(name = "NewLink")
  public record Wanted(@Schema(example = "30", description = "30 when left out") Integer days) {}

  /** A link, shown this one time. */
  @Schema(name = "CustomerLink")
  public record SignedLink(
      @Schema(example = "kZ0bJmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8") String token,
      @Schema(
              example = "https://garage.example/api/v1/my/kZ0bJmFyZm9v",
              description = "Address that shows everything of this customer")
          String address,
      LocalDate until) {
    /** Keeps the token out of every log. */
    @Override
    public String toString() {
      return "SignedLink[until " + until + "]";
    }
  }
}
