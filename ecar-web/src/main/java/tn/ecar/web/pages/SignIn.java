package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.Password;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.web.security.LocalAddress;
import tn.ecar.web.security.StaffSignIn;

/** Signs staff in and out. Which of name and password was wrong is not told. */
@Named
@RequestScoped
public class SignIn {
  private static final Logger LOG = System.getLogger(SignIn.class.getName());

  private final SecurityContext security;
  private final Staff staff;
  private final Wording wording;
  private final StaffAccounts accounts;
  private String back;
  private boolean chosen;
  private String user;
  private String password;

  @Inject
  public SignIn(SecurityContext security, Staff staff, Wording wording, StaffAccounts accounts) {
    this.security = security;
    this.staff = staff;
    this.wording = wording;
    this.accounts = accounts;
  }

  /** For the container's client proxy. */
  protected SignIn() {
    this(null, null, null, null);
  }

  /** Signs in and goes to where the day begins, or to the page that was asked for. */
  public void enter() throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext external = faces.getExternalContext();
    UsernamePasswordCredential credential =
        new UsernamePasswordCredential(user.strip(), new Password(password));
    HttpServletRequest request = (HttpServletRequest) external.getRequest();
    AuthenticationStatus status =
        security.authenticate(
            request,
            (HttpServletResponse) external.getResponse(),
            AuthenticationParameters.withParams().credential(credential).newAuthentication(true));
    switch (status) {
      case SEND_CONTINUE -> faces.responseComplete();
      case SUCCESS -> {
        takeOver(external);
        external.redirect(
            LocalAddress.of(back).orElse(external.getRequestContextPath() + staff.getHome()));
      }
      default -> {
        Optional<RuntimeException> failure = StaffSignIn.failure(request);
        failure.ifPresent(e -> LOG.log(Level.WARNING, "Nobody can sign in at the moment.", e));
        String why = failure.isPresent() ? "signin.away" : "signin.refused";
        faces.addMessage(
            "signin:password",
            new FacesMessage(FacesMessage.SEVERITY_ERROR, wording.of(why), null));
      }
    }
  }

  /** Brings along what the account prefers, unless something was chosen on this very page. */
  private void takeOver(ExternalContext external) {
    if (chosen) {
      return;
    }
    HttpServletResponse response = (HttpServletResponse) external.getResponse();
    accounts
        .byLogin(user)
        .ifPresent(
            account -> {
              BrowserChoice.LANGUAGE
                  .parse(account.getLanguage())
                  .ifPresent(language -> BrowserChoice.LANGUAGE.keep(response, language));
              BrowserChoice.THEME
                  .parse(account.getTheme())
                  .ifPresent(theme -> BrowserChoice.THEME.keep(response, theme));
            });
  }

  /** Returns the address of the sign-in page that says that a choice was made there. */
  static String chosenHere(String address) {
    return address.matches(".*[?&]chosen=true.*")
        ? address
        : address + (address.contains("?") ? "&" : "?") + "chosen=true";
  }

  /** Sends those who are signed in already to where their day begins. */
  public void skipIfSignedIn() throws IOException {
    if (staff.isSignedIn()) {
      ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
      external.redirect(external.getRequestContextPath() + staff.getHome());
    }
  }

  /** Returns the address that was asked for before the sign-in; null for none. */
  public String getBack() {
    return back;
  }

  public void setBack(String back) {
    this.back = back;
  }

  /** Returns true if language or theme were chosen on the sign-in page. */
  public boolean isChosen() {
    return chosen;
  }

  public void setChosen(boolean chosen) {
    this.chosen = chosen;
  }

  public String getUser() {
    return user;
  }

  public void setUser(String user) {
    this.user = user;
  }

  /** Always null: a password never goes back to a page. */
  public String getPassword() {
    return null;
  }

  public void setPassword(String password) {
    this.password = password;
  }
}
