package tn.ecar.garage.report;

/** Makes a file of a day's report that a person can read, print and file. */
@FunctionalInterface
public interface DailyReportPrinter {
  /** Returns the report as a PDF, in French as the garage's documents are. */
  byte[] print(DailyReport report);
}
