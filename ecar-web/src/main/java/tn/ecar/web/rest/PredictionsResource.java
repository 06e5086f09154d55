package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.upkeep.ServicePrediction;
import tn.ecar.garage.upkeep.Upkeep;

/** When a vehicle is due. */
@Path("vehicles/{id: \\d+}/predictions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "upkeep")
public class PredictionsResource {
  private final Upkeep upkeep;

  @Inject
  public PredictionsResource(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  /** For the container's client proxy. */
  protected PredictionsResource() {
    this(null);
  }

  @GET
  @Operation(
      summary = "When a vehicle is due, the next service first",
      description = "Eight times out of ten the day lies from earliest to latest.")
  public List<PredictionView> predictions(@PathParam("id") long id) {
    return upkeep.predictions(id).stream().map(PredictionView::of).toList();
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Predict anew from everything that is known")
  public List<PredictionView> predict(@PathParam("id") long id) {
    return upkeep.predict(id).stream().map(PredictionView::of).toList();
  }

  /** When something is due. */
  @Schema(name = "Prediction")
  public record PredictionView(
      @Schema(example = "Vidange") String name,
      @Schema(example = "46200") Integer dueKm,
      LocalDate dueOn,
      LocalDate earliest,
      LocalDate latest,
      @Schema(implementation = String.class, example = "42.500") BigDecimal kmPerDay,
      LocalDate computedOn) {
    static PredictionView of(ServicePrediction p) {
      return new PredictionView(
          p.getName(),
          p.getDueKm(),
          p.getDueOn(),
          p.getEarliest(),
          p.getLatest(),
          p.getRate(),
          p.getComputedOn());
    }
  }
}
