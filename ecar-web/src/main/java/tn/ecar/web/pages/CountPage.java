package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.part.CountData;
import tn.ecar.garage.part.CountRow;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockCounts;

/**
 * The counting sheet: the parts of a search with what should be there, and a place for what is.
 * Only shelves that were counted are posted, against what the sheet said when it was opened.
 */
@Named
@ViewScoped
public class CountPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final PageRequest SHELVES = new PageRequest(0, 100, "number", false);
  private static final PageRequest LATEST = new PageRequest(0, 10, null, false);

  private final transient Parts parts;
  private final transient StockCounts counts;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private String text;
  private transient List<PartRow> shelves = List.of();
  private transient List<CountRow> latest = List.of();
  private final Inputs in = new Inputs();

  @Inject
  public CountPage(Parts parts, StockCounts counts, Refusals refusals, Wording wording) {
    this.parts = parts;
    this.counts = counts;
    this.refusals = refusals;
  private final Once once = new Once();
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected CountPage() {
    this(null, null, null, null);
  }

  /** Lays the sheet out. */
  public void begin() {
    shelves = parts.search(text, SHELVES).items();
    latest = counts.page(LATEST).items();
  }

  /** Posts what was counted. */
  public String post() {
    List<CountData.Line> lines =
        shelves.stream()
            .filter(row -> in.decimal("part" + row.id()) != null)
            .map(row -> new CountData.Line(row.id(), in.decimal("part" + row.id()), row.onHand()))
            .toList();
    boolean done =
        refusals.attempt("count", () -> counts.count(new CountData(in.text("note"), lines)));
    return once.lead(wording, this::posted);
  }

  private String posted() {
    if (done) {
      wording.tell("count.posted", lines.size());
    }
    return done ? "count?faces-redirect=true&includeViewParams=true" : null;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public List<PartRow> getShelves() {
    return shelves;
  }

  public List<CountRow> getLatest() {
    return latest;
  }

  public Inputs getIn() {
    return in;
  }
}
