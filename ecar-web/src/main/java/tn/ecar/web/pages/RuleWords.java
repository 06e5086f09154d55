package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import tn.ecar.garage.RuleViolation;
import tn.ecar.web.RuleSentences;

/**
 * The garage's rules in the language of the page. A rule nobody has translated yet is shown by the
 * sentence of its field, or as it is.
 */
@ApplicationScoped
public class RuleWords {
  private final Wording wording;

  @Inject
  public RuleWords(Wording wording) {
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected RuleWords() {
    this(null);
  }

  /** Returns the broken rule as a sentence for the one who typed the value. */
  public String of(RuleViolation violation) {
    Locale language = wording.locale();
    return RuleSentences.in(language, violation.rule())
        .or(() -> RuleSentences.ofField(language, violation.field()))
        .orElse(violation.rule());
  }
}
