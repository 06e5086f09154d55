package tn.ecar.web.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tn.ecar.garage.customer.Phone;

/** How a customer's link leaves the house: as an address, and in the phone's own messengers. */
final class LinkToSend {
  private LinkToSend() {}

  /**
   * Returns the address of the customer's page under a token, as the browser reaches the garage.
   */
  static String address(HttpServletRequest request, String token) {
    String port =
        request.getServerPort() == 80 || request.getServerPort() == 443
            ? ""
            : ":" + request.getServerPort();
    return request.getScheme()
        + "://"
        + request.getServerName()
        + port
        + request.getContextPath()
        + "/my.xhtml?link="
        + token;
  }

  /** Returns a message as a part of a messenger's address. */
  static String encoded(String message) {
    return URLEncoder.encode(message.replaceAll("\\s+", " "), StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  /** Returns a number as messengers want it: digits only. */
  static String digits(Phone phone) {
    return phone == null ? "" : phone.number().replaceAll("[^0-9]", "");
  }
}
