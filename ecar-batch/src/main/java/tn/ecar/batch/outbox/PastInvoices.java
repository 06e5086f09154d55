package tn.ecar.batch.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import tn.ecar.batch.share.ShareableWork;
import tn.ecar.garage.outbox.OverdueInvoices;

/**
 * The invoices that are past their day: few beside all there are, so they are one share, and the
 * job takes one server connection.
 */
@Named("overdueInvoices")
@ApplicationScoped
public class PastInvoices implements ShareableWork {
  private final OverdueInvoices invoices;

  @Inject
  public PastInvoices(OverdueInvoices invoices) {
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected PastInvoices() {
    this(null);
  }

  @Override
  public long total() {
    return invoices.count();
  }

  @Override
  public List<Range> split(int parts) {
    return List.of(new Range(0, Long.MAX_VALUE - 1));
  }

  @Override
  public List<Long> block(Range range, int most) {
    return invoices.block(range.first(), range.last(), most);
  }

  @Override
  public int write(List<Long> ids) {
    return invoices.write(ids);
  }
}
