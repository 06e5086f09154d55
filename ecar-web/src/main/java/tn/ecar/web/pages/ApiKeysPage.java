package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import tn.ecar.garage.staff.ApiKey;
import tn.ecar.garage.staff.ApiKeys;
import tn.ecar.garage.staff.Role;

/** The keys of programs. A new key's secret is shown once and never again. */
@Named
@ViewScoped
public class ApiKeysPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SECRET = "apikey.secret";

  private final transient ApiKeys keys;
  private final transient Refusals refusals;
  private final transient Wording wording;
  private final transient ShownOnce shownOnce;

  private transient List<ApiKey> all = List.of();
  private transient String secret;
  private final Inputs in = new Inputs();

  @Inject
  public ApiKeysPage(ApiKeys keys, Refusals refusals, Wording wording, ShownOnce shownOnce) {
    this.keys = keys;
    this.refusals = refusals;
    this.wording = wording;
    this.shownOnce = shownOnce;
  }

  /** For the container's client proxy. */
  protected ApiKeysPage() {
    this(null, null, null, null);
  }

  /** Reads the keys. */
  public void begin() {
    all = keys.all();
    secret = shownOnce.take(SECRET);
  }

  /** Makes a key; its secret is shown once, and reading the page again makes no other. */
  public String make() {
    List<Role> roles = in.chosen("roles").stream().map(Role::of).toList();
    return refusals.attempt(
            "new", () -> shownOnce.keep(SECRET, keys.make(in.text("name"), roles).secret()))
        ? "api-keys?faces-redirect=true"
        : null;
  }

  /** Makes a key worthless. */
  public String revoke(long id) {
    if (refusals.attempt("keys", () -> keys.revoke(id))) {
      wording.tell("apikey.revoked");
      return "api-keys?faces-redirect=true";
    }
    return null;
  }

  public List<String> getRoleNames() {
    return Arrays.stream(Role.values()).map(Role::roleName).toList();
  }

  public List<ApiKey> getAll() {
    return all;
  }

  /** Returns the secret of the key that was just made; null otherwise. */
  public String getSecret() {
    return secret;
  }

  public Inputs getIn() {
    return in;
  }
}
