package tn.ecar.web.rest;

import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Stands before every resource method and lets in whom its {@code @RolesAllowed} names. Servers
 * differ in whether they read that annotation on a REST resource; here it always counts. A method
 * that says nothing is closed to everybody, so that a forgotten annotation shows at the first try
 * instead of leaking data.
 */
@Provider
public class RoleGate implements DynamicFeature {
  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (resource.getResourceClass().getName().startsWith("tn.ecar.")) {
      Method method = resource.getResourceMethod();
      if (!method.isAnnotationPresent(PermitAll.class)) {
        context.register(new Gate(rolesOf(method, resource.getResourceClass())));
      }
    }
  }

  private static List<String> rolesOf(Method method, Class<?> type) {
    RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
    if (roles == null) {
      roles = type.getAnnotation(RolesAllowed.class);
    }
    return roles == null ? List.of() : List.of(roles.value());
  }

  @Priority(Priorities.AUTHORIZATION)
  private static final class Gate implements ContainerRequestFilter {
    private final List<String> roles;

    Gate(List<String> roles) {
      this.roles = roles;
    }

    @Override
    public void filter(ContainerRequestContext request) {
      SecurityContext caller = request.getSecurityContext();
      if (roles.stream().anyMatch(caller::isUserInRole)) {
        return;
      }
      if (caller.getUserPrincipal() == null) {
        throw new NotAuthorizedException(Response.status(Response.Status.UNAUTHORIZED).build());
      }
      throw new ForbiddenException("This needs one of the roles " + String.join(", ", roles) + ".");
    }
  }
}
