package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.quote.QuoteRow;
import tn.ecar.garage.quote.Quotes;

/** The list of quotes. */
@Named
@RequestScoped
public class QuotesPage extends SearchedList<QuoteRow> {
  private final Quotes quotes;

  @Inject
  public QuotesPage(Quotes quotes) {
    this.quotes = quotes;
  }

  /** For the container's client proxy. */
  protected QuotesPage() {
    this(null);
  }

  @Override
  protected Page<QuoteRow> page(PageRequest wanted) {
    return quotes.search(getText(), null, wanted);
  }
}
