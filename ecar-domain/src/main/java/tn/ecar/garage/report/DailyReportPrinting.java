package tn.ecar.garage.report;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Where the day's reports are printed. The web application offers its printer when it comes up: in
 * an EAR a job sees no class of it, so it could not have it injected.
 */
@ApplicationScoped
public class DailyReportPrinting implements DailyReportPrinter {
  private volatile DailyReportPrinter printer;

  /** Prints by that one from now on. */
  public void by(DailyReportPrinter offered) {
    printer = offered;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException while nobody has offered to
   */
  @Override
  public byte[] print(DailyReport report) {
    DailyReportPrinter known = printer;
    if (known == null) {
      throw new IllegalStateException(
          "Nothing prints reports here: the web application, which does, has not come up.");
    }
    return known.print(report);
  }
}
