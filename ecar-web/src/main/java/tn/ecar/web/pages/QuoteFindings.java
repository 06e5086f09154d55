package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.finding.Findings;

/**
 * What the vehicle of a quote still needs. One of it is taken over into the inputs of a line, whose
 * price is then all that is missing; what the quote offers is closed by the order that it becomes.
 */
@Named
@ViewScoped
public class QuoteFindings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Findings findings;
  private final transient QuotePage page;

  private Long findingId;
  private transient List<Finding> open;

  @Inject
  public QuoteFindings(Findings findings, QuotePage page) {
    this.findings = findings;
    this.page = page;
  }

  /** For the container's client proxy. */
  protected QuoteFindings() {
    this(null, null);
  }

  /** Takes the finding that the address names into the inputs. */
  public void begin() throws IOException {
    if (findingId == null) {
      return;
    }
    if (page.getQuote() == null) {
      Visit.to(findingId, id -> page.getIn().put("wantedWork", findings.find(id).getWork()));
    } else {
      getOpen().stream().filter(each -> each.getId().equals(findingId)).forEach(this::take);
    }
  }

  private void take(Finding finding) {
    page.getLabour().setDesignation(finding.getWork());
    Stream.of(page.getLabour(), page.getGoods(), page.getOutside())
        .forEach(line -> line.setFindingId(finding.getId()));
  }

  /** Writes the new quote, and goes on with the line for the finding. */
  public String write() {
    String way = page.write();
    return way == null || findingId == null ? way : way + "&finding=" + findingId;
  }

  /** Returns what is open on the vehicle of the quote, the urgent first. */
  public List<Finding> getOpen() {
    if (open == null) {
      open = findings.open(page.getQuote().getVehicle().getId());
    }
    return open;
  }

  /** Returns whether a line of this quote offers the finding. */
  public boolean isOffered(Finding finding) {
    return page.getQuote().getLines().stream()
        .anyMatch(line -> finding.getId().equals(line.getFindingId()));
  }

  public Long getFindingId() {
    return findingId;
  }

  public void setFindingId(Long findingId) {
    if (Visit.begins()) {
      this.findingId = findingId;
    }
  }
}
