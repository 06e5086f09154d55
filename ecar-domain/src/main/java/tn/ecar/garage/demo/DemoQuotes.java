package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.GarageClock;
import tn.ecar.garage.order.LineData;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Answer.LineDecision;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteData;
import tn.ecar.garage.quote.QuoteLine;
import tn.ecar.garage.quote.Quotes;

/** The demo's quotes: those that became orders, and those that are still on the way. */
@ApplicationScoped
public class DemoQuotes {
  private static final String EXTRA = "Remplacement des balais d'essuie-glace, conseillé";
  private static final String EXTRA_HOURS = "0.5";

  private final GarageClock time;
  private final Quotes quotes;

  @Inject
  public DemoQuotes(GarageClock time, Quotes quotes) {
    this.time = time;
    this.quotes = quotes;
  }

  /** For the container's client proxy. */
  protected DemoQuotes() {
    this(null, null);
  }

  /**
   * Offers a job and one thing more, which the customer puts off or declines; returns the order
   * that it becomes.
   */
  long agreed(DemoVisit visit, List<LineData> job, Instant from, int turn) {
    Quote quote = sent(visit.car().id(), visit.job().complaint(), job, from);
    Decision extra = turn % 2 == 0 ? Decision.DEFERRED : Decision.DECLINED;
    Instant answered = from.plus(Duration.ofMinutes(6));
    time.at(answered, () -> quotes.answer(quote.getId(), answer(quote, extra)));
    return time.at(answered.plusSeconds(60), () -> quotes.order(quote.getId())).getId();
  }

  private static Answer answer(Quote quote, Decision extra) {
    List<LineDecision> decisions = new ArrayList<>();
    for (QuoteLine line : quote.getLines()) {
      boolean more = line.getDesignation().equals(EXTRA);
      decisions.add(new LineDecision(line.getId(), more ? extra : Decision.APPROVED));
    }
    return new Answer(quote.getCustomer().getName(), decisions);
  }

  private Quote draft(long vehicle, String wanted, List<LineData> job, Instant from) {
    List<LineData> lines = new ArrayList<>(job);
    lines.add(LineData.labour(EXTRA, EXTRA_HOURS, DemoCatalogue.HOUR));
    return time.at(from, () -> quotes.write(new QuoteData(vehicle, null, wanted, null, lines)));
  }

  private Quote sent(long vehicle, String wanted, List<LineData> job, Instant from) {
    Quote quote = draft(vehicle, wanted, job, from);
    time.at(from.plusSeconds(60), () -> quotes.send(quote.getId(), null));
    return quote;
  }

  /** Leaves a quote where the turn says: being written, sent, answered or withdrawn. */
  void leave(DemoVisit visit, List<LineData> job, Instant from, int turn) {
    long vehicle = visit.car().id();
    String wanted = visit.job().complaint();
    switch (turn % 5) {
      case 0 -> draft(vehicle, wanted, job, from);
      case 1 -> {
        Quote quote = sent(vehicle, wanted, job, from);
        Instant answered = from.plus(Duration.ofHours(1));
        time.at(answered, () -> quotes.answer(quote.getId(), answer(quote, Decision.DEFERRED)));
      }
      case 2 -> {
        Quote quote = sent(vehicle, wanted, job, from);
        time.at(from.plusSeconds(120), () -> quotes.withdraw(quote.getId()));
      }
      default -> sent(vehicle, wanted, job, from);
    }
  }

  /** Offers what was found during an order, and sends it to the customer. */
  void offerBrakes(long order, List<LineData> work, Instant from) {
    QuoteData data =
        new QuoteData(null, order, "Freins avant usés, trouvés au contrôle", null, work);
    Quote quote = time.at(from, () -> quotes.write(data));
    time.at(from.plusSeconds(60), () -> quotes.send(quote.getId(), null));
  }
}
