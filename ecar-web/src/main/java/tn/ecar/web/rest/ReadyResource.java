package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.persistence.PoolResources;

/** Says whether work can be done: whether PostgreSQL answers through the pool. */
@Path("ready")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pool")
public class ReadyResource {
  @GET
  @PermitAll
  @SecurityRequirementsSet
  @Operation(
      summary = "Does the database answer through the pool?",
      description = "Needs no sign-in.")
  @APIResponse(responseCode = "200", description = "It does")
  @APIResponse(responseCode = "503", description = "It does not")
  public Ready ready() throws SQLException {
    try (Connection connection = PoolResources.garage().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
    return new Ready("ready");
  }

  /** The answer while everything is there. */
  public record Ready(String status) {}
}
