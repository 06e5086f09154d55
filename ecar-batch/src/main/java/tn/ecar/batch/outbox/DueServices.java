package tn.ecar.batch.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import tn.ecar.batch.share.ShareableWork;
import tn.ecar.garage.outbox.ServiceReminders;
import tn.ecar.garage.outbox.VehicleRange;

/** The active vehicles, as the rows whose due services are told. */
@Named("dueServices")
@ApplicationScoped
public class DueServices implements ShareableWork {
  private final ServiceReminders reminders;

  @Inject
  public DueServices(ServiceReminders reminders) {
    this.reminders = reminders;
  }

  /** For the container's client proxy. */
  protected DueServices() {
    this(null);
  }

  @Override
  public long total() {
    return reminders.vehicles();
  }

  @Override
  public List<Range> split(int parts) {
    return reminders.split(parts).stream()
        .map(range -> new Range(range.first(), range.last()))
        .toList();
  }

  @Override
  public List<Long> block(Range range, int most) {
    return reminders.block(new VehicleRange(range.first(), range.last()), most);
  }

  @Override
  public int write(List<Long> ids) {
    return reminders.write(ids);
  }
}
