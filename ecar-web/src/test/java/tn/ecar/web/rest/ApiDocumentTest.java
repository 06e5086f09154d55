package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.api.Test;

/** What the server's own description does not know is told by ours. */
class ApiDocumentTest {
  private static final JsonObject DOCUMENT =
      ApiDocument.of(
          Set.of(OrdersResource.class, VehiclesResource.class, OrderServicesResource.class));

  private static JsonObject property(String schema, String name) {
    return DOCUMENT
        .getJsonObject("components")
        .getJsonObject("schemas")
        .getJsonObject(schema)
        .getJsonObject("properties")
        .getJsonObject(name);
  }

  @Test
  void daysMomentsAmountsAndStatesHaveTheirTypes() {
    assertThat(property("Vehicle", "odometerOn").getString("format")).isEqualTo("date");
    assertThat(property("Order", "openedAt").getString("format")).isEqualTo("date-time");
    assertThat(property("OrderLine", "net").getString("type")).isEqualTo("string");
    assertThat(property("Order", "state").getJsonArray("enum").toString())
        .contains("IN_PROGRESS", "READY");
    assertThat(property("Order", "next").getJsonObject("items").containsKey("enum")).isTrue();
  }

  @Test
  void aPathIsToldWithoutTheFormsOfItsVariables() {
    JsonObject lines =
        DOCUMENT.getJsonObject("paths").getJsonObject("/api/v1/orders/{id}/lines/{line}");
    assertThat(lines.getJsonObject("delete").getString("operationId"))
        .isEqualTo("deleteOrdersIdLinesLine");
    assertThat(lines.getJsonObject("delete").getJsonObject("responses").keySet())
        .contains("401", "403", "404", "503");
  }

  @Test
  void aListThatIsAWholeBodyHasAnExample() {
    assertThat(
            DOCUMENT
                .getJsonObject("paths")
                .getJsonObject("/api/v1/orders/{id}/services")
                .getJsonObject("put")
                .getJsonObject("requestBody")
                .toString())
        .contains("\"example\":[\"Vidange\"]");
  }

  record Other(List<One> ones) {}

  @Schema(name = "One")
  record One(String text) {}

  @Schema(name = "One")
  record AnotherOne(String text) {}

  @Test
  void twoThingsOfOneNameAreRefused() {
    ApiSchemas schemas = new ApiSchemas(new ApiExamples());
    schemas.of(Other.class);
    assertThatThrownBy(() -> schemas.of(AnotherOne.class)).hasMessageContaining("One is both");
  }

  @Test
  void aTypeNobodyCanWriteIsNamed() {
    ApiSchemas schemas = new ApiSchemas(new ApiExamples());
    assertThatThrownBy(() -> schemas.of(Thread.class)).hasMessageContaining("java.lang.Thread");
  }
}
