package tn.ecar.web;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import tn.ecar.garage.Garage;
import tn.ecar.garage.report.DailyReportPrinting;
import tn.ecar.web.document.DailyReportPdf;

/**
 * Opens the garage before the first request: names are bound by then, and what goes wrong keeps the
 * application from being deployed, with one sentence that the launcher shows.
 */
@WebListener
public class Opening implements ServletContextListener {
  private static final Logger LOG = Logger.getLogger(Opening.class.getName());

  @Inject private Garage garage;
  @Inject private DailyReportPrinting reports;
  @Inject private DailyReportPdf pdf;

  @Override
  public void contextInitialized(ServletContextEvent start) {
    try {
      garage.open();
      reports.by(pdf);
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.SEVERE, "ECAR refuses to start: {0}", e.getMessage());
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
