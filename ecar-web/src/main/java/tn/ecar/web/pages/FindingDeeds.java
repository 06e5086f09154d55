package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.finding.Findings;

/**
 * What becomes of a finding that is shown with its vehicle or on an order: the desk says that an
 * order does the work, or why none is needed any more.
 */
@Named
@ViewScoped
public class FindingDeeds implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Findings findings;
  private final transient Staff staff;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private final Inputs in = new Inputs();
  private final Once once = new Once();

  @Inject
  public FindingDeeds(Findings findings, Staff staff, Refusals refusals, Wording wording) {
    this.findings = findings;
    this.staff = staff;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected FindingDeeds() {
    this(null, null, null, null);
  }

  /**
   * Says that an order does the work of the chosen finding.
   *
   * @param way the page that is shown afterwards
   * @param order the order that is shown; null for the one that was chosen
   */
  public String resolve(String way, Long order) throws IOException {
    return close(way, () -> findings.resolve(chosen(), order == null ? in.id("orderId") : order));
  }

  /**
   * Says why the chosen finding needs no work any more.
   *
   * @param way the page that is shown afterwards
   */
  public String dismiss(String way) throws IOException {
    return close(way, () -> findings.dismiss(chosen(), in.text("reason")));
  }

  private String close(String way, Refusals.Attempt deed) throws IOException {
    if (!staff.isDesk()) {
      Visit.refuse("finding");
      return null;
    }
    return once.lead(wording, () -> refusals.attempt("deeds", deed) ? way : null);
  }

  private long chosen() {
    Long id = in.id("finding");
    if (id == null) {
      throw new RuleViolation("finding", null, "This field must not be empty.");
    }
    return id;
  }

  public Inputs getIn() {
    return in;
  }
}
