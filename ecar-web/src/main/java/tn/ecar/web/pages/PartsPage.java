package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;

/** The list of parts. */
@Named
@RequestScoped
public class PartsPage extends SearchedList<PartRow> {
  private final Parts parts;

  @Inject
  public PartsPage(Parts parts) {
    this.parts = parts;
  }

  /** For the container's client proxy. */
  protected PartsPage() {
    this(null);
  }

  @Override
  protected Page<PartRow> page(PageRequest wanted) {
    return parts.search(getText(), isLow(), wanted);
  }

  @Override
  protected List<String> filters() {
    return List.of("low");
  }

  /** Returns whether only the parts are shown that are to be ordered. */
  public boolean isLow() {
    return param("low").equals("true");
  }
}
