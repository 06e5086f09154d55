package tn.ecar.garage.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** Transactions of the application server. */
@ApplicationScoped
public class JtaTransactions implements Transactions {
  @Override
  @Transactional
  public <T> T inOne(Supplier<T> work) {
    return work.get();
  }
}
