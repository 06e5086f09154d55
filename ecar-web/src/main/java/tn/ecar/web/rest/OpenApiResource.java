package tn.ecar.web.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Gives out the description of the API. It is read from the resources once, when first asked for.
 */
@Path("openapi")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "session")
public class OpenApiResource {
  private final BeanManager beans;

  // Guarded by this; null before somebody has asked.
  private JsonObject document;

  @Inject
  public OpenApiResource(BeanManager beans) {
    this.beans = beans;
  }

  /** For the container's client proxy. */
  protected OpenApiResource() {
    this(null);
  }

  @GET
  @PermitAll
  @SecurityRequirementsSet
  @Operation(
      summary = "This description",
      description = "OpenAPI 3.0: every operation with its parameters, bodies, answers, examples.")
  public synchronized JsonObject show() {
    if (document == null) {
      Set<Class<?>> resources =
          beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
              .map(Bean::getBeanClass)
              .filter(type -> type.isAnnotationPresent(Path.class))
              .collect(Collectors.toSet());
      document = ApiDocument.of(resources);
    }
    return document;
  }
}
