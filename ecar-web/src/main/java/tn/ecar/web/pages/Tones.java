package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import tn.ecar.batch.JobRun;
import tn.ecar.garage.invoice.EInvoiceState;
import tn.ecar.garage.quote.QuoteState;
import tn.ecar.garage.supply.PurchaseState;

/** The styles of states: what moves, what waits, what is done, what went wrong. */
@Named("tone")
@ApplicationScoped
public class Tones {
  /** Returns the style of a quote's state. */
  public String quote(QuoteState state) {
    return switch (state) {
      case SENT -> "waiting";
      case ANSWERED -> "moving";
      case ORDERED -> "good";
      case DRAFT, WITHDRAWN -> "still";
    };
  }

  /** Returns the style of a purchase order's state. */
  public String purchase(PurchaseState state) {
    return switch (state) {
      case ORDERED -> "waiting";
      case RECEIVED -> "good";
      case CANCELLED -> "bad";
      case DRAFT, CLOSED -> "still";
    };
  }

  /** Returns the style of a document's way through the national platform. */
  public String eInvoice(EInvoiceState state) {
    return switch (state) {
      case TO_SEND -> "waiting";
      case SENT -> "moving";
      case ACCEPTED -> "good";
      case REJECTED -> "bad";
      case NOT_REQUIRED -> "still";
    };
  }

  /** Returns the style of a job's run. */
  public String run(JobRun run) {
    return switch (run.state()) {
      case "STARTING", "STARTED", "STOPPING" -> "moving";
      case "COMPLETED" -> "good";
      case "STOPPED" -> "waiting";
      default -> "bad";
    };
  }

  /** Returns how much of a run is done, in percent; -1 when nobody knows how much there is. */
  public long percent(JobRun run) {
    Long total = run.itemsTotal();
    return total == null || total == 0 ? -1 : Math.min(100, run.itemsDone() * 100 / total);
  }
}
