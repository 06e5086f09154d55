package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.folder.Folder;
import tn.ecar.garage.folder.Folders;
import tn.ecar.garage.folder.OwnFolders;
import tn.ecar.garage.folder.OwnFolders.Own;
import tn.ecar.garage.invoice.Seller;
import tn.ecar.garage.money.Totals;
import tn.ecar.garage.quote.Answer;
import tn.ecar.garage.quote.Answer.LineDecision;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.QuoteState;
import tn.ecar.garage.quote.Quotes;

/**
 * The customer's own page, opened by a signed link: the quote with a choice for each line, the
 * vehicle's history and invoices. Whatever is wrong with a link, the page says the same, so that a
 * guesser learns nothing.
 *
 * <p>Nothing of it is kept on the server between two requests: who thinks about a quote for an hour
 * still answers it.
 */
@Named
@RequestScoped
public class MyPage {
  private final Folders folders;
  private final OwnFolders ownFolders;
  private final Quotes quotes;
  private final Refusals refusals;

  private String link;
  private boolean opened;
  private Folder folder;
  private Own own;
  private Quote quote;
  private Totals totals;
  private boolean lapsed;
  private List<Attachment> photos = List.of();
  private final Inputs in = new Inputs();

  @Inject
  public MyPage(Folders folders, OwnFolders ownFolders, Quotes quotes, Refusals refusals) {
    this.folders = folders;
    this.ownFolders = ownFolders;
    this.quotes = quotes;
    this.refusals = refusals;
  }

  /** For the container's client proxy. */
  protected MyPage() {
    this(null, null, null, null);
  }

  /**
   * Opens what the link opens. Who comes for the first time reads the language that the link names,
   * or the customer's own.
   */
  public void begin() throws IOException {
    if (getFolder() == null && own == null) {
      FacesContext.getCurrentInstance()
          .getExternalContext()
          .setResponseStatus(HttpServletResponse.SC_NOT_FOUND);
    } else {
      greet();
    }
  }

  /** Opens the folder for whoever asks first: the page, or the form of an answer that comes. */
  private void open() {
    if (opened) {
      return;
    }
    opened = true;
    try {
      folder = folders.open(getLink());
      quote = folder.quote();
      if (quote != null) {
        totals = quotes.totals(quote);
        lapsed = quote.getState() == QuoteState.SENT && quotes.hasLapsed(quote.getId());
        photos = folder.photos();
        in.put("name", folder.customer().getName());
      }
    } catch (NotFound noFolder) {
      folder = null;
      openAll();
    }
  }

  /** What opens no single folder may be the link of everything that is theirs. */
  private void openAll() {
    try {
      own = ownFolders.open(getLink());
    } catch (NotFound noLink) {
      own = null;
    }
  }

  private void greet() throws IOException {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    Map<String, String> address = external.getRequestParameterMap();
    HttpServletRequest request = (HttpServletRequest) external.getRequest();
    boolean first = !BrowserChoice.LANGUAGE.isAt(request) && !address.containsKey("greeted");
    if (first) {
      Customer who = folder == null ? own.customer() : folder.customer();
      String usual = who.getLanguage().name().toLowerCase(Locale.ROOT);
      BrowserChoice.LANGUAGE.keep(
          (HttpServletResponse) external.getResponse(),
          BrowserChoice.LANGUAGE.parse(address.get("lang")).orElse(usual));
      external.redirect(
          external.getRequestContextPath() + "/my.xhtml?link=" + getLink() + "&greeted=1");
      FacesContext.getCurrentInstance().responseComplete();
    }
  }

  /** Sends the answer; a link that ended meanwhile is told like any other. */
  public String answer() {
    if (getQuote() == null) {
      return null;
    }
    List<LineDecision> decisions =
        quote.getLines().stream()
            .map(
                line ->
                    new LineDecision(
                        line.getId(), in.choice("line" + line.getId(), Decision.class)))
            .toList();
    try {
      return refusals.attempt(
              "answer",
              () -> quotes.answerByLink(getLink(), new Answer(in.text("name"), decisions)))
          ? "my?faces-redirect=true&link=" + getLink()
          : null;
    } catch (NotFound ended) {
      folder = null;
      return null;
    }
  }

  /** Returns whether the quote waits for an answer. */
  public boolean isToAnswer() {
    return getQuote() != null && quote.getState() == QuoteState.SENT && !lapsed;
  }

  /** Returns whether the vehicle was sold before the quote was answered. */
  public boolean isLapsed() {
    return getQuote() != null && lapsed;
  }

  public boolean isAnswered() {
    return getQuote() != null
        && (quote.getState() == QuoteState.ANSWERED || quote.getState() == QuoteState.ORDERED);
  }

  public List<Decision> getDecisions() {
    return List.of(Decision.APPROVED, Decision.DECLINED, Decision.DEFERRED);
  }

  /** Returns the link of the address, or the one that the form of an answer brings along. */
  public String getLink() {
    if (link == null) {
      link =
          FacesContext.getCurrentInstance()
              .getExternalContext()
              .getRequestParameterMap()
              .get("link");
    }
    return link;
  }

  /** Returns what the link opens, or null if it opens nothing. */
  public Folder getFolder() {
    open();
    return folder;
  }

  /** Returns all that is the customer's, or null if the link opens one folder or nothing. */
  public Own getOwn() {
    open();
    return own;
  }

  /** Returns the garage that the link is of; null if it opens nothing. */
  public Seller getGarage() {
    if (getFolder() != null) {
      return folder.garage();
    }
    return own == null ? null : own.garage();
  }

  public Quote getQuote() {
    open();
    return quote;
  }

  public Totals getTotals() {
    open();
    return totals;
  }

  public List<Attachment> getPhotos() {
    open();
    return photos;
  }

  public Inputs getIn() {
    return in;
  }
}
