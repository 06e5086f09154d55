package tn.ecar.pool.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.console.RecordedPooler;

class OpenMetricsTest {
  private static final Pattern METRIC = Pattern.compile("\\b(?:pgbouncer|ecar_pool)_[a-z_]+");

  private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"(.+)\",?\\n");
  private static final Pattern BY = Pattern.compile("by \\(([a-z, ]+)\\)");
  private static final Pattern LABEL = Pattern.compile("[{,]([a-z_]+)=\"");
  private static final Path MONITORING = Path.of("../docs/monitoring");

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

  /** What the exporter asks SHOW LISTS, DATABASES, POOLS, STATS_TOTALS and CONFIG for. */
  @Test
  void every_figure_of_the_exporter_is_there_and_nothing_else_bears_its_prefix() {
    List<String> exporters = new ArrayList<>(List.of("pgbouncer_up", "pgbouncer_version_info"));
    exporters.addAll(
        named(
            "pgbouncer_",
            "databases users pools free_clients used_clients login_clients free_servers"
                + " used_servers cached_dns_names cached_dns_zones in_flight_dns_queries"
                + " config_max_client_connections config_max_user_connections"));
    exporters.addAll(
        named(
            "pgbouncer_databases_",
            "pool_size reserve_pool max_connections current_connections paused disabled"));
    exporters.addAll(
        named(
            "pgbouncer_pools_",
            "client_active_connections client_active_cancel_connections"
                + " client_waiting_connections client_waiting_cancel_connections"
                + " server_active_connections server_active_cancel_connections"
                + " server_being_canceled_connections server_idle_connections"
                + " server_used_connections server_testing_connections"
                + " server_login_connections client_maxwait_seconds"));
    exporters.addAll(
        named(
            "pgbouncer_stats_totals_",
            "server_assignments_total sql_transactions_pooled_total queries_pooled_total"
                + " received_bytes_total sent_bytes_total"
                + " server_in_transaction_seconds_total queries_duration_seconds_total"
                + " client_wait_seconds_total client_parses_total server_parses_total"
                + " binds_total"));
    assertThat(text.names()).containsAll(exporters);
    assertThat(text.names().stream().filter(name -> name.startsWith("pgbouncer_")))
        .as("only the count of logins is younger than the exporter")
        .allMatch(
            name ->
                exporters.contains(name)
                    || name.equals("pgbouncer_stats_totals_client_logins_total"));
  }

  private static List<String> named(String prefix, String names) {
    return Arrays.stream(names.split(" ")).map(prefix::concat).toList();
  }

  @Test
  void alert_rules_and_dashboard_ask_only_for_what_is_exported() throws IOException {
    for (String file : List.of("alerts.yml", "dashboard.json")) {
      String questions = Files.readString(MONITORING.resolve(file));
      assertThat(METRIC.matcher(questions).results().map(match -> match.group()).toList())
          .as(file)
          .isNotEmpty()
          .isSubsetOf(text.names());
    }
  }

  /** A panel that groups by a label that its figure has not stays empty, and nobody knows why. */
  @Test
  void the_dashboard_groups_by_labels_that_the_figures_have() throws IOException {
    List<String> lines = OpenMetrics.lines(new RecordedPooler());
    List<String> expressions =
        EXPRESSION
            .matcher(Files.readString(MONITORING.resolve("dashboard.json")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(expressions).hasSizeGreaterThan(15);
    for (String expression : expressions) {
      List<String> labels =
          BY.matcher(expression)
              .results()
              .flatMap(found -> Arrays.stream(found.group(1).split(", *")))
              .toList();
      for (String metric : METRIC.matcher(expression).results().map(m -> m.group()).toList()) {
        for (String label : labels) {
          assertThat(lines)
              .as("%s by %s", expression, label)
              .anyMatch(line -> line.startsWith(metric + "{") && line.contains(label + "=\""));
        }
      }
    }
  }

  /** The reference of all figures, made from what is exported. */
  @Test
  void the_reference_of_the_figures_is_that_of_the_code() throws IOException {
    Path page = Path.of("../docs/metrics.md");
    if (Boolean.getBoolean("ecar.docs.write")) {
      Files.writeString(page, reference());
    }
    assertThat(Files.readString(page))
        .as("docs/metrics.md; -Decar.docs.write=true writes it")
        .isEqualTo(reference());
  }

  private static String reference() {
    StringBuilder page =
        new StringBuilder(
            """
            # Every figure that is exported

            `GET /api/v1/pool/metrics` and `SHOW METRICS` answer these. How to read them, alerts and a dashboard: [monitoring](monitoring/README.md).
            This page is made from the code, and a test fails when it differs.

            | figure | kind | labels | meaning |
            | --- | --- | --- | --- |
            """);
    List<String> lines = OpenMetrics.lines(new RecordedPooler());
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("# TYPE ")) {
        continue;
      }
      String[] type = lines.get(i).substring("# TYPE ".length()).split(" ");
      int help = i;
      while (!lines.get(help).startsWith("# HELP ")) {
        help++;
      }
      String meaning = lines.get(help).substring(("# HELP " + type[0] + " ").length());
      String sample = help + 1 < lines.size() ? lines.get(help + 1) : "";
      String labels =
          LABEL
              .matcher(sample.startsWith(type[0]) ? sample : "")
              .results()
              .map(found -> found.group(1))
              .filter(label -> !label.equals("le"))
              .collect(Collectors.joining(", "));
      page.append("| `%s` | %s | %s | %s |\n".formatted(type[0], type[1], labels, meaning));
    }
    return page.append(
            """

            A counter's sample has `_total` behind its name, a histogram's have `_bucket`, `_sum` and `_count`.
            """)
        .toString();
  }
}
