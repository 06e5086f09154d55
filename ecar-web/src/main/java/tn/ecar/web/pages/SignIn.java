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
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Signs staff in and out. Which of name and password was wrong is not told. */
@Named
@RequestScoped
public class SignIn {
  private final SecurityContext security;
  private final Staff staff;
  private final Wording wording;
  private String user;
  private String password;

  @Inject
  public SignIn(SecurityContext security, Staff staff, Wording wording) {
    this.security = security;
    this.staff = staff;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected SignIn() {
    this(null, null, null);
  }

  /** Signs in and goes to where the day begins, or to the page that was asked for. */
  public void enter() throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext external = faces.getExternalContext();
    UsernamePasswordCredential credential =
        new UsernamePasswordCredential(user.strip(), new Password(password));
    AuthenticationStatus status =
        security.authenticate(
            (HttpServletRequest) external.getRequest(),
            (HttpServletResponse) external.getResponse(),
            AuthenticationParameters.withParams().credential(credential).newAuthentication(true));
    switch (status) {
      case SEND_CONTINUE -> faces.responseComplete();
      case SUCCESS -> external.redirect(external.getRequestContextPath() + staff.getHome());
      default ->
          faces.addMessage(
              "signin:password",
              new FacesMessage(FacesMessage.SEVERITY_ERROR, wording.of("signin.refused"), null));
    }
  }

  /** Ends the session and shows the sign-in page. */
  public void leave() throws ServletException, IOException {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    ((HttpServletRequest) external.getRequest()).logout();
    external.invalidateSession();
    external.redirect(external.getRequestContextPath() + "/login.xhtml");
  }

  /** Sends those who are signed in already to where their day begins. */
  public void skipIfSignedIn() throws IOException {
    if (staff.isSignedIn()) {
      ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
      external.redirect(external.getRequestContextPath() + staff.getHome());
    }
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
