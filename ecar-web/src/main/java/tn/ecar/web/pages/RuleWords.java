package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.MessageFormat;
import tn.ecar.garage.RuleViolation;
import tn.ecar.web.RuleKey;

/**
 * The garage's rules in the language of the page. The domain says a rule in one English sentence;
 * the sentence without its numbers is the key of its translation, as in gettext. A rule nobody has
 * translated yet is shown by the sentence of its field, or as it is.
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
    String pattern = wording.orElse(RuleKey.of(violation.rule()), "");
    return pattern.isEmpty()
        ? wording.orElse("rule." + violation.field(), violation.rule())
        : MessageFormat.format(pattern.replace("'", "''"), RuleKey.numbers(violation.rule()));
  }
}
