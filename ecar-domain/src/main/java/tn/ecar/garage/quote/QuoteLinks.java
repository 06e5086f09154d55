package tn.ecar.garage.quote;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tn.ecar.garage.link.LinkSecret;

/**
 * Parts the link to a quote into what it says, which anybody may read and keep, and the signature
 * by which it opens the quote, which is kept nowhere and can be made again.
 */
@ApplicationScoped
public class QuoteLinks {
  private final LinkSecret secret;

  @Inject
  public QuoteLinks(LinkSecret secret) {
    this.secret = secret;
  }

  /** For the container's client proxy. */
  protected QuoteLinks() {
    this(null);
  }

  /** Returns what the token of a link says, without its signature. */
  public String said(String token) {
    return token.substring(0, token.lastIndexOf('.'));
  }

  /**
   * Returns the token of a link that was sent, the same to the letter. It opens what it would have
   * opened: nothing, where a later link has made it void.
   *
   * @param said as {@link #said} told it
   * @throws IllegalArgumentException if no link says so
   */
  public String token(String said) {
    return ApprovalLink.saying(said)
        .orElseThrow(() -> new IllegalArgumentException("No link to a quote says: " + said))
        .sign(secret);
  }
}
