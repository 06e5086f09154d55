package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Collectors;
import tn.ecar.garage.invoice.NumberSeries;

/** The series of numbers and what the audit of them says. */
@Named
@RequestScoped
public class SeriesPage {
  private final NumberSeries series;
  private List<NumberSeries.State> all;

  @Inject
  public SeriesPage(NumberSeries series) {
    this.series = series;
  }

  /** For the container's client proxy. */
  protected SeriesPage() {
    this(null);
  }

  public List<NumberSeries.State> getAll() {
    if (all == null) {
      all = series.all();
    }
    return all;
  }

  /** Returns the numbers without a document, as a list to read. */
  public String missing(NumberSeries.State state) {
    return state.missing().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
