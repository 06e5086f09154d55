package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.persistence.PoolResources;

/**
 * The pool's own tables over HTTP: each SHOW of its console, with exactly the columns it answers.
 * Asked through a data source like any other program would; nothing here knows the pool's classes.
 */
@Path("pool")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.MANAGER})
@Tag(name = "pool")
public class PoolResource {
  /** What the console refuses with: a command that does not fit, and a file that cannot be read. */
  private static final Set<String> REFUSALS = Set.of("08P01", "F0000");

  /** FDS is not among them: it shows passwords and keys. */
  private static final Set<String> TABLES =
      new TreeSet<>(
          Set.of(
              "advice",
              "alerts",
              "buckets",
              "changes",
              "events",
              "histograms",
              "leaks",
              "load",
              "pools",
              "clients",
              "servers",
              "sockets",
              "active_sockets",
              "stats",
              "stats_totals",
              "stats_averages",
              "totals",
              "lists",
              "databases",
              "users",
              "config",
              "mem",
              "metrics",
              "rotations",
              "session_state",
              "dns_hosts",
              "dns_zones",
              "peers",
              "peer_pools",
              "state",
              "version"));

  @GET
  @Path("{table}")
  @Operation(
      summary = "One of the console's tables",
      description =
          "The rows of SHOW <table>; the names of the members are the names of its columns, in"
              + " their order.")
  @APIResponse(responseCode = "404", description = "The console has no such table")
  public List<Map<String, Object>> show(
      @PathParam("table")
          @Parameter(
              example = "pools",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {
                        "advice",
                        "pools",
                        "clients",
                        "servers",
                        "stats",
                        "config",
                        "lists",
                        "databases",
                        "users",
                        "totals",
                        "state",
                        "version"
                      }))
          String table)
      throws SQLException {
    String show = command(table);
    try (Connection console = PoolResources.console().getConnection();
        Statement statement = console.createStatement();
        ResultSet rows = statement.executeQuery(show)) {
      return read(rows);
    }
  }

  @GET
  @Path("{table}")
  // Who says nothing of what he accepts gets JSON.
  @Produces("text/tab-separated-values;qs=0.5")
  @Operation(
      summary = "One of the console's tables, for shell scripts",
      description = "A line of column names, then a line per row; an absent value is empty.")
  @APIResponse(responseCode = "404", description = "The console has no such table")
  public String lines(@PathParam("table") String table) throws SQLException {
    String show = command(table);
    try (Connection console = PoolResources.console().getConnection();
        Statement statement = console.createStatement();
        ResultSet rows = statement.executeQuery(show)) {
      return tabSeparated(rows);
    }
  }

  private static String command(String table) {
    String name = table.toLowerCase(Locale.ROOT);
    if (!TABLES.contains(name)) {
      throw new NotFound(
          "table of the pool's console by the name",
          table + "; there are " + String.join(", ", TABLES));
    }
    return "SHOW " + name.toUpperCase(Locale.ROOT);
  }

  private static String tabSeparated(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= columns; i++) {
      text.append(i == 1 ? "" : "\t").append(rows.getMetaData().getColumnLabel(i));
    }
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        String value = rows.getString(i);
        text.append(i == 1 ? "\n" : "\t")
            .append(value == null ? "" : value.replaceAll("[\\t\\r\\n]+", " "));
      }
    }
    return text.append('\n').toString();
  }

  @POST
  @Path("{command: pause|resume|reconnect|reload|disable|enable|kill}")
  @Operation(
      summary = "One of the console's commands",
      description =
          "PAUSE answers when every server is free. Without a database all of them are meant;"
              + " RELOAD always means all, DISABLE and ENABLE want one. KILL sends every client"
              + " away and pauses until RESUME.")
  @APIResponse(responseCode = "204", description = "Done")
  @APIResponse(responseCode = "409", description = "The pool refuses, for the reason in 'detail'")
  public void command(@PathParam("command") String command, @QueryParam("database") String database)
      throws SQLException {
    String word = command.toUpperCase(Locale.ROOT);
    String text =
        database == null || database.isEmpty()
            ? word
            : word + " \"" + database.replace("\"", "\"\"") + "\"";
    try (Connection console = PoolResources.console().getConnection();
        Statement statement = console.createStatement()) {
      statement.execute(text);
    } catch (SQLException refused) {
      if (!REFUSALS.contains(String.valueOf(refused.getSQLState()))) {
        throw refused;
      }
      throw new ClientErrorException(
          "The pool refuses " + word + ": " + sentence(refused), Response.Status.CONFLICT, refused);
    }
  }

  /** The driver puts the severity in front and the server's detail on lines of its own. */
  private static String sentence(SQLException refused) {
    return refused.getMessage().replaceFirst("^ERROR: ", "").replaceAll("\\s*\\R\\s*", " ");
  }

  static List<Map<String, Object>> read(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<Map<String, Object>> all = new ArrayList<>();
    while (rows.next()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.put(columns.getColumnLabel(i), value(rows, i));
      }
      all.add(row);
    }
    return all;
  }

  /**
   * Figures are whole numbers in JSON too; the console types its statistics as numeric only to have
   * room.
   */
  private static Object value(ResultSet rows, int column) throws SQLException {
    Object value = rows.getObject(column);
    if (value instanceof java.math.BigDecimal decimal
        && decimal.stripTrailingZeros().scale() <= 0) {
      return decimal.toBigInteger();
    }
    return value instanceof Number ? value : rows.getString(column);
  }
}
