package tn.ecar.pool.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.console.RecordedPooler;

class OpenMetricsTest {
  private static final Pattern METRIC = Pattern.compile("\\b(?:pgbouncer|ecar_pool)_[a-z_]+");

  private final OpenMetricsText text =
      OpenMetricsText.read(OpenMetrics.lines(new RecordedPooler()));

  @Test
  void figures_have_the_exporters_names_labels_and_units() {
    assertThat(text.value("pgbouncer_up")).isEqualTo(1);
    assertThat(text.value("pgbouncer_version_info{version=\"PgBouncer 1.25.2 (spoken by ECAR)\"}"))
        .isEqualTo(1);
    String pool = "{database=\"ecar_db\",user=\"ecar_user\"}";
    assertThat(text.value("pgbouncer_pools_client_active_connections" + pool)).isEqualTo(7);
    assertThat(text.value("pgbouncer_pools_client_waiting_connections" + pool)).isEqualTo(2);
    assertThat(text.value("pgbouncer_pools_client_maxwait_seconds" + pool)).isEqualTo(1.25);
    String database = "{database=\"ecar_db\"}";
    assertThat(text.value("pgbouncer_stats_totals_queries_pooled_total" + database))
        .isEqualTo(123456789012.0);
    assertThat(text.value("pgbouncer_stats_totals_client_wait_seconds_total" + database))
        .isEqualTo(0.000008);
    assertThat(text.value("ecar_pool_alert{alert=\"slow_transactions\",database=\"ecar_db\"}"))
        .isEqualTo(1);
    String user = "{database=\"ecar_db\",user=\"ecar_user\"";
    assertThat(text.value("ecar_pool_transaction_seconds_bucket" + user + ",le=\"0.025\"}"))
        .isEqualTo(25);
    assertThat(text.value("ecar_pool_transaction_seconds_sum" + user + "}")).isEqualTo(5.05);
    assertThat(text.value("ecar_pool_connect_seconds_count" + user + "}")).isEqualTo(1);
    assertThat(text.names())
        .contains(
            "pgbouncer_databases_current_connections",
            "pgbouncer_config_max_client_connections",
            "pgbouncer_used_clients",
            "pgbouncer_stats_totals_server_in_transaction_seconds_total",
            "pgbouncer_stats_totals_binds_total");
  }

  @Test
  void alert_rules_ask_only_for_what_is_exported() throws IOException {
    String rules = Files.readString(Path.of("../docs/monitoring/alerts.yml"));
    assertThat(METRIC.matcher(rules).results().map(match -> match.group()).toList())
        .isNotEmpty()
        .isSubsetOf(text.names());
  }
}
