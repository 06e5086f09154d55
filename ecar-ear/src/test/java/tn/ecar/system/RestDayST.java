package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** The garage's shortest real day over REST, from sign-in to the PDF. */
class RestDayST {
  private ApiClient manager;

  @BeforeEach
  void signIn() throws Exception {
    manager = ApiClient.manager();
  }

  @Test
  void aCarIsReceivedRepairedAndInvoiced() throws Exception {
    GarageDay day = new GarageDay(manager);
    long car = day.receiveCar();
    long order = day.openOrder(car, day.stockPart());
    day.take(order, "APPROVED", "IN_PROGRESS", "QUALITY_CHECK", "READY");

    Answer invoice = manager.post("orders/" + order + "/invoice");
    assertThat(invoice.status()).as(invoice.text()).isEqualTo(201);
    JsonObject issued = invoice.object();
    assertThat(issued.getString("number")).matches("FA-\\d{4}-\\d{6}");
    assertThat(issued.getString("net")).isEqualTo("100.000");
    assertThat(issued.getString("tva")).isEqualTo("19.000");
    assertThat(issued.getString("timbre")).isEqualTo("1.000");
    assertThat(issued.getString("total")).isEqualTo("120.000");
    assertThat(issued.getString("plate")).isEqualTo(day.plate());

    Answer pdf = manager.get("invoices/" + invoice.id() + "/pdf");
    assertThat(pdf.status()).isEqualTo(200);
    assertThat(pdf.type()).isEqualTo("application/pdf");
    assertThat(pdf.text()).startsWith("%PDF-");

    day.take(order, "DELIVERED");
    assertThat(manager.get("orders/" + order).object().getString("invoice"))
        .isEqualTo(issued.getString("number"));
    assertThat(manager.get("vehicles/" + car).object().getInt("odometerKm")).isEqualTo(45210);
    JsonObject found = manager.get("invoices?q=" + issued.getString("number")).object();
    assertThat(found.getInt("total")).isEqualTo(1);
  }

  @Test
  void whoIsSignedInIsTold() throws Exception {
    Answer me = manager.get("session");
    assertThat(me.object().getString("user")).isEqualTo("manager");
    assertThat(me.object().getJsonArray("roles").toString()).contains("manager");
    assertThat(manager.delete("session").status()).isEqualTo(204);
    assertThat(manager.get("session").status()).isEqualTo(401);
    assertThat(manager.get("customers").status()).isEqualTo(401);
  }

  @Test
  void thePoolShowsItsOwnTables() throws Exception {
    JsonObject pool = manager.get("pool/pools").array().getJsonObject(0);
    assertThat(pool.keySet())
        .containsExactly(
            "database",
            "user",
            "cl_active",
            "cl_waiting",
            "cl_active_cancel_req",
            "cl_waiting_cancel_req",
            "sv_active",
            "sv_active_cancel",
            "sv_being_canceled",
            "sv_idle",
            "sv_used",
            "sv_tested",
            "sv_login",
            "maxwait",
            "maxwait_us",
            "pool_mode",
            "load_balance_hosts");
    for (String table :
        new String[] {"clients", "servers", "stats", "config", "lists", "databases"}) {
      Answer rows = manager.get("pool/" + table);
      assertThat(rows.status()).as(table + ": " + rows.text()).isEqualTo(200);
    }
    assertThat(manager.get("pool/fds").status()).isEqualTo(404);
  }

  @Test
  void metricsAndCommandsOfThePoolGoOverRest() throws Exception {
    Answer metrics = manager.get("pool/metrics");
    assertThat(metrics.status()).as(metrics.text()).isEqualTo(200);
    assertThat(metrics.text())
        .contains("pgbouncer_up 1", "ecar_pool_transaction_seconds_bucket{")
        .endsWith("# EOF\n");

    assertThat(manager.post("pool/reconnect").status()).isEqualTo(204);
    assertThat(manager.post("pool/pause?database=nowhere").status()).isEqualTo(409);
    assertThat(manager.post("pool/resume").status()).isEqualTo(409);
  }
}
