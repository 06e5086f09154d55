package tn.ecar.web.security;

import java.net.URI;
import java.util.Optional;

/** An address of this garage's pages that came from outside, so that nobody is led elsewhere. */
public final class LocalAddress {
  private LocalAddress() {}

  /**
   * Returns path and query of an address, without its server; empty for what is no address or could
   * be read as another server's.
   */
  public static Optional<String> of(String address) {
    if (address == null) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(address);
      String path = uri.getRawPath();
      if (path == null || !path.startsWith("/") || path.startsWith("//")) {
        return Optional.empty();
      }
      return Optional.of(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
