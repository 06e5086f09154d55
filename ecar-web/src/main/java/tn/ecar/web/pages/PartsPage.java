package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;

/** The list of parts. */
@Named
@ViewScoped
public class PartsPage extends SearchedList<PartRow> {
  private static final long serialVersionUID = 1L;

  private final transient Parts parts;

  @Inject
  public PartsPage(Parts parts) {
    this.parts = parts;
  }

  /** For the container's client proxy. */
  protected PartsPage() {
    this(null);
  }

  @Override
  Page<PartRow> page(PageRequest wanted) {
    return parts.search(getText(), wanted);
  }
}
