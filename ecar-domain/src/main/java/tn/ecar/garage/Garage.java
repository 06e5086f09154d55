package tn.ecar.garage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import tn.ecar.garage.demo.DemoGarage;
import tn.ecar.garage.demo.DemoScale;
import tn.ecar.garage.persistence.PoolResources;
import tn.ecar.garage.schema.Schema;
import tn.ecar.garage.schema.SchemaOutdated;

/**
 * The garage's beginning: when the application starts it makes sure that the schema is no older
 * than it needs, and fills an empty garage if the environment asks for the demo. What fails here
 * fails the deployment, with its sentence.
 */
@ApplicationScoped
public class Garage {
  private static final String DEMO = "ECAR_DEMO";

  private final DemoGarage demo;

  // In an EAR several web modules may open the same garage.
  private final AtomicBoolean opened = new AtomicBoolean();

  @Inject
  public Garage(DemoGarage demo) {
    this.demo = demo;
  }

  /** For the container's client proxy. */
  protected Garage() {
    this(null);
  }

  /**
   * Opens the garage; a second call does nothing. CDI's own start event would come before the
   * server has bound the connection factory, so the web application calls this when it starts.
   *
   * @throws tn.ecar.garage.schema.SchemaOutdated if the schema is older than this program needs
   * @throws SQLException if the database does not answer
   */
  public void open() throws SQLException {
    if (!opened.compareAndSet(false, true)) {
      return;
    }
    try {
      Schema.requireCurrent(PoolResources.garage());
    } catch (SchemaOutdated e) {
      // The launcher looks for this line: the server itself buries the sentence in a stack trace.
      System.out.println("ECAR refuses to start: " + e.getMessage());
      throw e;
    }
    DemoScale.wanted(System.getenv(DEMO))
        .ifPresent(
            scale -> demo.fillIfEmpty(scale, line -> System.out.println("Demo garage: " + line)));
  }
}
