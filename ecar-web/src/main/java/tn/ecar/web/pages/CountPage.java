package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.part.CountData;
import tn.ecar.garage.part.CountRow;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;
import tn.ecar.garage.part.StockCounts;

/**
 * The counting sheet: the parts of a search with what should be there, and a place for what is.
 * Only shelves that were counted are posted, against what the sheet said when it was opened. A
 * garage with many parts counts page by page.
 */
@Named
@ViewScoped
public class CountPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHELVES = 100;
  private static final PageRequest LATEST = new PageRequest(0, 10, null, false);

  private final transient Parts parts;
  private final transient StockCounts counts;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private String text;
  private String asked;
  private transient Page<PartRow> sheet;
  private transient List<CountRow> latest = List.of();
  private final Inputs in = new Inputs();
  private final Once once = new Once();

  @Inject
  public CountPage(Parts parts, StockCounts counts, Refusals refusals, Wording wording) {
    this.parts = parts;
    this.counts = counts;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected CountPage() {
    this(null, null, null, null);
  }

  /** Lays the sheet out. */
  public void begin() {
    sheet =
        parts.search(text, new PageRequest((getNumber() - 1) * SHELVES, SHELVES, "number", false));
    latest = counts.page(LATEST).items();
  }

  /** Posts what was counted. */
  public String post() {
    return once.lead(wording, this::posted);
  }

  private String posted() {
    List<CountData.Line> lines =
        getShelves().stream()
            .filter(row -> in.decimal("part" + row.id()) != null)
            .map(row -> new CountData.Line(row.id(), in.decimal("part" + row.id()), row.onHand()))
            .toList();
    boolean done =
        refusals.attempt("count", () -> counts.count(new CountData(in.text("note"), lines)));
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
    return sheet.items();
  }

  /** Returns the number of this page of the sheet, counted from 1. */
  public int getNumber() {
    return asked != null && asked.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(asked) : 1;
  }

  public String getAsked() {
    return asked;
  }

  /** Takes the number of a page as the address has it. */
  public void setAsked(String asked) {
    this.asked = asked;
  }

  /** Returns how many parts there are on all pages. */
  public long getTotal() {
    return sheet.total();
  }

  /** Returns the place of the first part of this page, counted from 1. */
  public long getFrom() {
    return Math.min(sheet.first() + 1L, getTotal());
  }

  /** Returns the place of the last part of this page, counted from 1. */
  public long getTo() {
    return sheet.first() + (long) sheet.items().size();
  }

  /** Returns the number of the last page; 1 when there is nothing to count. */
  public int getLast() {
    return (int) Math.max(1, (getTotal() + SHELVES - 1) / SHELVES);
  }

  /** Returns the numbers of all pages. */
  public List<Integer> getNumbers() {
    return IntStream.rangeClosed(1, getLast()).boxed().toList();
  }

  /** Returns the address of another page of the same sheet. */
  public String at(int other) {
    String search =
        text == null ? "" : "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&";
    return "count.xhtml?" + search + "page=" + other;
  }

  public List<CountRow> getLatest() {
    return latest;
  }

  public Inputs getIn() {
    return in;
  }
}
