package tn.ecar.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The garage and its pool over HTTP: JSON in and out, errors as {@code application/problem+json},
 * described at {@code /api/v1/openapi}.
 */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
    info =
        @Info(
            title = "ECAR",
            version = "1",
            description =
                "The garage's day and the connection pool. Sign in with POST /api/v1/session and"
                    + " send the cookie back; a program sends 'Authorization: Bearer' with a key"
                    + " instead. A POST with an Idempotency-Key counts once however often it is"
                    + " sent. An edit sends the ETag back as If-Match. Amounts are dinars as text"
                    + " with three decimals, days are ISO dates in the zone of the garage. Every"
                    + " error is application/problem+json, in the language of Accept-Language: fr,"
                    + " ar or en."),
    security = {@SecurityRequirement(name = "session"), @SecurityRequirement(name = "key")},
    tags = {
      @Tag(name = "session", description = "Sign-in, sign-out, who am I"),
      @Tag(name = "customers", description = "People and companies"),
      @Tag(name = "vehicles", description = "Vehicles and their odometers"),
      @Tag(name = "parts", description = "Parts and stock"),
      @Tag(name = "appointments", description = "Appointments and free times"),
      @Tag(name = "workshop", description = "Staff, bays, working hours and absences"),
      @Tag(name = "upkeep", description = "Service intervals, history and predictions"),
      @Tag(name = "messages", description = "Messages and reminders to customers"),
      @Tag(name = "purchases", description = "Suppliers, purchase orders and receipts of goods"),
      @Tag(name = "orders", description = "Work orders"),
      @Tag(name = "inspections", description = "Inspections, findings, photos and papers"),
      @Tag(name = "time", description = "The technicians' clocks"),
      @Tag(name = "quotes", description = "Quotes and the links by which customers answer them"),
      @Tag(name = "folders", description = "What a customer sees of a vehicle by a signed link"),
      @Tag(name = "invoices", description = "Invoices, their payments and credit notes"),
      @Tag(name = "garage", description = "The garage's own particulars and the legal rates"),
      @Tag(name = "reports", description = "What the garage earns, and with what"),
      @Tag(name = "pool", description = "The connection pool, as its console tells it"),
      @Tag(name = "jobs", description = "Batch jobs and reports")
    })
@SecurityScheme(
    securitySchemeName = "session",
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.COOKIE,
    apiKeyName = "ECARSESSION")
@SecurityScheme(
    securitySchemeName = "key",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "A key of POST /api/v1/api-keys, for programs")
public class Api extends Application {
  /**
   * An error's own body reaches the client; otherwise the servlet container would put its error
   * page in front.
   */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.response.setStatusOverSendError", true);
  }
}
