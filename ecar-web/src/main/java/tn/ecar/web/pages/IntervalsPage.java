package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.BooleanSupplier;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.upkeep.IntervalData;
import tn.ecar.garage.upkeep.Intervals;
import tn.ecar.garage.upkeep.ServiceInterval;

/** The service intervals; with an identity, one of them to change. */
@Named
@ViewScoped
public class IntervalsPage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Intervals intervals;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Long id;
  private transient ServiceInterval interval;
  private transient List<ServiceInterval> all = List.of();
  private final Inputs in = new Inputs();
  private final Once once = new Once();

  @Inject
  public IntervalsPage(Intervals intervals, Refusals refusals, Wording wording) {
    this.intervals = intervals;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected IntervalsPage() {
    this(null, null, null);
  }

  /** Reads the intervals, and the one that is meant. */
  public void begin() throws IOException {
    all = intervals.all();
    if (id != null) {
      Visit.to(id, this::read);
    }
  }

  private void read(long identity) {
    interval = intervals.find(identity);
    in.put("name", interval.getName());
    in.put("make", interval.getMake());
    in.put("model", interval.getModel());
    in.put("km", interval.getKm());
    in.put("days", interval.getDays());
  }

  /** Adds an interval, or changes it. */
  public String save() throws IOException {
    IntervalData data =
        new IntervalData(
            in.text("name"), in.text("make"), in.text("model"), in.whole("km"), in.whole("days"));
    return done(
        () ->
            id == null
                ? refusals.attempt("interval", () -> intervals.add(data))
                : refusals.attempt(
                    "interval",
                    () -> intervals.change(id, interval.getVersion(), data),
                    () -> read(id)));
  }

  /** Removes the interval; what was predicted by it goes with it. */
  public String remove() throws IOException {
    return done(() -> refusals.attempt("removal", () -> intervals.remove(Visit.identity(id))));
  }

  private String done(BooleanSupplier deed) throws IOException {
    return once.lead(
        wording,
        () -> {
          try {
            if (!deed.getAsBoolean()) {
              return null;
            }
          } catch (NotFound removedMeanwhile) {
            Visit.missing(removedMeanwhile);
            return null;
          }
          wording.tell("saved", in.text("name"));
          return "intervals?faces-redirect=true";
        });
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public List<ServiceInterval> getAll() {
    return all;
  }

  public Inputs getIn() {
    return in;
  }
}
