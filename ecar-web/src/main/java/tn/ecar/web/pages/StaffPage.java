package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/** Who works here and what they may do; with an identity, one of them to change. */
@Named
@ViewScoped
public class StaffPage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient StaffAccounts accounts;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Long id;
  private transient StaffAccount account;
  private transient List<StaffAccount> all = List.of();
  private final Inputs in = new Inputs();

  @Inject
  public StaffPage(StaffAccounts accounts, Refusals refusals, Wording wording) {
    this.accounts = accounts;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected StaffPage() {
    this(null, null, null);
  }

  /** Reads the accounts, and the one that is meant. */
  public void begin() throws IOException {
    all = accounts.all();
    if (id != null) {
      Visit.to(id, this::read);
    }
  }

  private void read(long identity) {
    account = accounts.find(identity);
    in.put("name", account.getName());
    in.put("roles", account.getRoleNames().toArray());
    in.put("skills", String.join(", ", account.getSkills()));
  }

  private List<Role> roles() {
    return in.chosen("roles").stream().map(Role::of).toList();
  }

  /** Opens an account. */
  public String open() {
    return done(
        refusals.attempt(
            "new",
            () -> accounts.open(in.text("login"), in.text("name"), roles(), in.text("password"))),
        in.text("name"));
  }

  /** Changes name and roles. */
  public String save() {
    return done(
        refusals.attempt(
            "account",
            () -> accounts.change(id, account.getVersion(), in.text("name"), roles()),
            () -> read(id)),
        in.text("name"));
  }

  /** Notes what a technician knows. */
  public String changeSkills() {
    return done(
        refusals.attempt(
            "knows",
            () -> accounts.changeSkills(id, account.getVersion(), skills()),
            () -> read(id)),
        account.getName());
  }

  /** An Arabic comma stands between Arabic names. */
  private List<String> skills() {
    String typed = in.text("skills");
    return typed == null
        ? List.of()
        : Arrays.stream(typed.split("[,،]")).filter(each -> !each.isBlank()).toList();
  }

  public String changePassword() {
    return done(
        refusals.attempt("secret", () -> accounts.changePassword(id, in.text("password"))),
        account.getName());
  }

  /** Lets somebody in, or keeps them out. */
  public String enable(boolean on) {
    return done(refusals.attempt("access", () -> accounts.enable(id, null, on)), account.getName());
  }

  private String done(boolean done, String who) {
    if (done) {
      wording.tell("saved", who);
    }
    return done ? "administration?faces-redirect=true" : null;
  }

  public List<String> getRoleNames() {
    return Arrays.stream(Role.values()).map(Role::roleName).toList();
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public StaffAccount getAccount() {
    return account;
  }

  public List<StaffAccount> getAll() {
    return all;
  }

  public Inputs getIn() {
    return in;
  }
}
