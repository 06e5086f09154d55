package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import tn.ecar.garage.money.TaxRates;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.order.WorkOrder;

/** The sums of an order that has been read already, at the rates of today. */
@ApplicationScoped
public class Preview {
  private final TaxRates rates;
  private final Clock clock;

  @Inject
  public Preview(TaxRates rates, Clock clock) {
    this.rates = rates;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected Preview() {
    this(null, null);
  }

  /** Returns what its invoice would say today. */
  public Totals of(WorkOrder order) {
    return order.totals(rates.on(LocalDate.now(clock)));
  }
}
