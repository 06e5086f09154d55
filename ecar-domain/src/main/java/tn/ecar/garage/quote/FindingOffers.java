package tn.ecar.garage.quote;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.order.OrderState;

/**
 * What quotes do with the findings of their vehicle: a finding stands in one open quote at most,
 * with as many lines as its work takes, and what the customer does not want now stays one finding.
 */
final class FindingOffers {
  /**
   * The lines that a customer may still approve, or has approved and no order does yet. What was
   * offered to a former owner becomes no order any more, unless it joins one of theirs.
   */
  private static final String OFFERED =
      " from QuoteLine l where ((l.quote.state in :open and l.quote.validUntil >= :today) or"
          + " (l.quote.state = :answered and l.decision = :approved)) and (l.quote.customer ="
          + " l.quote.vehicle.customer or l.quote.orderId in (select o.id from WorkOrder o where"
          + " o.customer = l.quote.customer and o.state not in :over and not exists (select i.id"
          + " from Invoice i where i.orderId = o.id)))";

  private final EntityManager em;
  private final Clock clock;
  private final Findings findings;

  FindingOffers(EntityManager em, Clock clock, Findings findings) {
    this.em = em;
    this.clock = clock;
    this.findings = findings;
  }

  /**
   * Says that a line does the work of a finding.
   *
   * @throws RuleViolation if the finding is another vehicle's, not open any more, or offered by
   *     another quote
   */
  void offer(QuoteLine line, long finding) {
    Quote quote = line.getQuote();
    findings.requireOfferable(finding, quote.getVehicle().getId());
    for (String number : quotesOf(finding)) {
      if (!number.equals(quote.getNumber())) {
        throw new RuleViolation(
            "findingId", finding, "Quote " + number + " offers this already: go on with that one.");
      }
    }
    line.offers(finding);
  }

  private List<String> quotesOf(long finding) {
    return em.createQuery(
            "select distinct l.quote.number" + OFFERED + " and l.findingId = :finding",
            String.class)
        .setParameter("finding", finding)
        .setParameter("today", LocalDate.now(clock))
        .setParameter("open", EnumSet.of(QuoteState.DRAFT, QuoteState.SENT))
        .setParameter("answered", QuoteState.ANSWERED)
        .setParameter("over", EnumSet.of(OrderState.DELIVERED, OrderState.CANCELLED))
        .setParameter("approved", Decision.APPROVED)
        .getResultList();
  }

  /** What is not done now is a finding of the vehicle, unless it was offered as one already. */
  void keepForLater(Quote quote) {
    for (QuoteLine line : quote.getLines()) {
      if (line.getFindingId() != null) {
        findings.offered(line.getFindingId(), line.getId());
      } else if (line.getDecision() != Decision.APPROVED) {
        findings.notNow(
            quote.getVehicle().getId(), line.getId(), line.getDesignation(), quote.getNumber());
      }
    }
  }

  /**
   * Returns what was offered on earlier visits, is still to be done and stands in no open quote.
   *
   * @throws RuleViolation if there is nothing of that
   */
  List<Finding> toOfferAgain(long vehicleId) {
    List<Finding> open =
        findings.open(vehicleId).stream().filter(f -> f.getQuoteLineId() != null).toList();
    if (open.isEmpty()) {
      throw new RuleViolation(
          "vehicleId", vehicleId, "Nothing that was offered before is open on this vehicle.");
    }
    Set<Long> offered = offeredNow(vehicleId);
    List<Finding> left = open.stream().filter(f -> !offered.contains(f.getId())).toList();
    if (left.isEmpty()) {
      throw new RuleViolation(
          "vehicleId", vehicleId, "What was offered before stands in an open quote already.");
    }
    return left;
  }

  /** What the customer may still approve, or has approved, is not offered beside it once more. */
  private Set<Long> offeredNow(long vehicleId) {
    return Set.copyOf(
        em.createQuery(
                "select distinct l.findingId"
                    + OFFERED
                    + " and l.quote.vehicle.id = :vehicle and l.findingId is not null",
                Long.class)
            .setParameter("vehicle", vehicleId)
            .setParameter("today", LocalDate.now(clock))
            .setParameter("open", EnumSet.of(QuoteState.DRAFT, QuoteState.SENT))
            .setParameter("answered", QuoteState.ANSWERED)
            .setParameter("over", EnumSet.of(OrderState.DELIVERED, OrderState.CANCELLED))
            .setParameter("approved", Decision.APPROVED)
            .getResultList());
  }

  /** Returns the lines that offered the work of a finding before, at the prices of then. */
  List<QuoteLine> linesOf(Finding finding) {
    QuoteLine first = em.find(QuoteLine.class, finding.getQuoteLineId());
    return first.getQuote().getLines().stream()
        .filter(line -> line == first || finding.getId().equals(line.getFindingId()))
        .toList();
  }
}
