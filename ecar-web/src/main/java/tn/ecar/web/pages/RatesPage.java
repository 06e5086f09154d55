package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.invoice.LegalRates;
import tn.ecar.garage.money.TaxRate;

/** The legal rates with their days. Documents keep what they used. */
@Named
@ViewScoped
public class RatesPage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient LegalRates rates;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private transient List<TaxRate> history = List.of();
  private final Inputs in = new Inputs();

  @Inject
  public RatesPage(LegalRates rates, Refusals refusals, Wording wording) {
    this.rates = rates;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected RatesPage() {
    this(null, null, null);
  }

  /** Reads the rates. */
  public void begin() {
    history = rates.history();
  }

  /** Lets a rate hold from a day on, or puts right what was noted for that day. */
  public String change() {
    TaxRate.Kind kind = in.choice("kind", TaxRate.Kind.class);
    boolean done =
        refusals.attempt(
            "new",
            () ->
                rates.change(
                    kind, in.decimal("value"), in.day("validFrom"), in.decimal("replaces")));
    if (done) {
      wording.tell("saved", wording.of("rate." + kind));
    }
    return done ? "rates?faces-redirect=true" : null;
  }

  /** Takes back a rate that was noted for the wrong day. */
  public String takeBack(TaxRate noted) {
    boolean done =
        refusals.attempt(
            "rates",
            () -> {
              try {
                rates.takeBack(noted.getId());
              } catch (NotFound backAlready) {
                // Whoever presses twice, or after a colleague, finds done what they wanted.
              }
            });
    if (done) {
      wording.tell("saved", wording.of("rate." + noted.getKind()));
    }
    return done ? "rates?faces-redirect=true" : null;
  }

  public List<String> getKinds() {
    return Arrays.stream(TaxRate.Kind.values()).map(Enum::name).toList();
  }

  public List<TaxRate> getHistory() {
    return history;
  }

  public Inputs getIn() {
    return in;
  }
}
