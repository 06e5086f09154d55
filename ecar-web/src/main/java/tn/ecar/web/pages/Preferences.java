package tn.ecar.web.pages;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.web.security.LocalAddress;

/**
 * Takes a choice of language or theme and shows the page anew that somebody was looking at. The
 * browser keeps the choice; the account of somebody who has signed in keeps it too, so that it
 * comes along to another browser. It stands outside Faces: a page of figures alone then has no form
 * and no state to keep.
 */
@WebServlet("/preferences")
public class Preferences extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient StaffAccounts accounts;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String login = request.getRemoteUser();
    String language = kept(BrowserChoice.LANGUAGE, "language", request, response);
    if (login != null && language != null) {
      accounts.preferLanguage(login, language);
    }
    String theme = kept(BrowserChoice.THEME, "theme", request, response);
    if (login != null && theme != null) {
      accounts.preferTheme(login, theme);
    }
    String again =
        LocalAddress.of(request.getHeader("Referer"))
            .orElse(request.getContextPath() + "/today.xhtml");
    response.sendRedirect(login == null ? SignIn.chosenHere(again) : again);
  }

  private static String kept(
      BrowserChoice choice, String name, HttpServletRequest request, HttpServletResponse response) {
    String chosen = choice.parse(request.getParameter(name)).orElse(null);
    if (chosen != null) {
      choice.keep(response, chosen);
    }
    return chosen;
  }
}
