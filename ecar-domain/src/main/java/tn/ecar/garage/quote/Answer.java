package tn.ecar.garage.quote;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tn.ecar.garage.RuleViolation;

/**
 * What a customer says to a quote.
 *
 * @param name who says it
 * @param decisions one for each line
 */
public record Answer(String name, List<LineDecision> decisions) {
  public Answer {
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }

  /**
   * @param line identity of the line
   * @param decision APPROVED, DECLINED or DEFERRED
   */
  public record LineDecision(Long line, Decision decision) {}

  /**
   * Returns the decisions by line.
   *
   * @throws RuleViolation if one is missing its line or its decision, or a line is named twice
   */
  Map<Long, Decision> byLine() {
    for (LineDecision one : decisions) {
      if (one.line() == null || one.decision() == null || one.decision() == Decision.OPEN) {
        throw new RuleViolation(
            "decisions", one, "A decision names its line and is APPROVED, DECLINED or DEFERRED.");
      }
    }
    return decisions.stream()
        .collect(
            Collectors.toMap(
                LineDecision::line,
                LineDecision::decision,
                (a, b) -> {
                  throw new RuleViolation("decisions", b, "A line is decided once.");
                }));
  }
}
