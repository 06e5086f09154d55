package tn.ecar.garage.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.Caller;
import tn.ecar.garage.persistence.Changes;

/** Signs people in and keeps their accounts. */
@ApplicationScoped
@Transactional
public class StaffAccounts {
  private static final String KIND = "staff";
  private static final int LONGEST_LOGIN = 40;

  /**
   * Verified for an unknown login, so that the time of an answer does not tell which logins exist.
   */
  private static final PasswordHash NOBODY = PasswordHash.of(GeneratedPassword.next());

  private final EntityManager em;
  private final AuditLog audit;

  @Inject
  public StaffAccounts(EntityManager em, AuditLog audit) {
    this.em = em;
    this.audit = audit;
  }

  /** For the container's client proxy. */
  protected StaffAccounts() {
    this(null, null);
  }

  /**
   * Signs somebody in. Success and refusal are both written to the audit log.
   *
   * @return the account, or empty if login and password do not belong together or the account is
   *     disabled
   */
  public Optional<StaffAccount> authenticate(String login, String password) {
    Optional<StaffAccount> account = byLogin(login);
    boolean right =
        account.map(known -> known.knows(password)).orElseGet(() -> refusedSlowly(password));
    if (right && account.orElseThrow().isEnabled()) {
      StaffAccount known = account.orElseThrow();
      audit.recordAs(known.getLogin(), "staff.signed-in", KIND, known.getId(), null, null);
      return account;
    }
    // What was typed as a login may be a password by mistake: only known logins are written down.
    String who = account.map(StaffAccount::getLogin).orElse(Caller.SYSTEM);
    audit.recordAs(
        who,
        "staff.sign-in-refused",
        KIND,
        account.map(StaffAccount::getId).orElse(null),
        null,
        null);
    return Optional.empty();
  }

  private static boolean refusedSlowly(String password) {
    return NOBODY.matches(password) && password.isEmpty();
  }

  /** Returns the account with this login, also a disabled one. */
  public Optional<StaffAccount> byLogin(String login) {
    if (login == null || login.strip().length() > LONGEST_LOGIN || login.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return em.createQuery("select s from StaffAccount s where s.login = :login", StaffAccount.class)
        .setParameter("login", login.strip().toLowerCase(Locale.ROOT))
        .getResultStream()
        .findFirst();
  }

  /**
   * Returns how the account with this login stands now; empty if there is none or it is disabled.
   * One statement, which manages nothing.
   */
  public Optional<Standing> standing(String login) {
    return em
        .createQuery(
            "select s.roles, s.passwordHash from StaffAccount s where s.login = :login and"
                + " s.enabled = true",
            Object[].class)
        .setParameter("login", login)
        .getResultList()
        .stream()
        .map(row -> Standing.of((String) row[0], (String) row[1]))
        .findFirst();
  }

  /**
   * Keeps the language of somebody's pages with the account. No version is asked for: the last
   * choice holds.
   *
   * @param language {@code fr}, {@code ar} or {@code en}
   */
  public void preferLanguage(String login, String language) {
    prefer("language", login, language);
  }

  /**
   * Keeps the theme of somebody's pages with the account.
   *
   * @param theme {@code auto}, {@code light} or {@code dark}
   */
  public void preferTheme(String login, String theme) {
    prefer("theme", login, theme);
  }

  private void prefer(String what, String login, String chosen) {
    em.createQuery("update StaffAccount s set s." + what + " = :chosen where s.login = :login")
        .setParameter("chosen", chosen)
        .setParameter("login", login)
        .executeUpdate();
  }

  /**
   * Returns the account.
   *
   * @throws NotFound if there is none
   */
  public StaffAccount find(long id) {
    StaffAccount account = em.find(StaffAccount.class, id);
    if (account == null) {
      throw new NotFound("account", id);
    }
    return account;
  }

  /** Returns every account, by login. */
  public List<StaffAccount> all() {
    return em.createQuery("select s from StaffAccount s order by s.login", StaffAccount.class)
        .getResultList();
  }

  /** Returns the enabled technicians, by name. */
  public List<StaffAccount> technicians() {
    return em.createQuery(
            "select s from StaffAccount s where s.enabled = true and s.roles like '%technician%'"
                + " order by s.name",
            StaffAccount.class)
        .getResultList();
  }

  /**
   * Opens an account.
   *
   * @throws tn.ecar.garage.RuleViolation if login, name, roles or password break their form
   * @throws Conflict if the login is taken
   */
  public StaffAccount open(String login, String name, Collection<Role> roles, String password) {
    StaffAccount account = new StaffAccount(login, name, roles, password);
    em.persist(account);
    audit.record("staff.opened", KIND, account.getId(), null, account.toString());
    Changes.flush(em);
    return account;
  }

  /**
   * Changes name and roles.
   *
   * @throws Conflict if nobody who may sign in would be a manager any more, or it was changed
   *     meanwhile
   */
  public StaffAccount change(long id, Integer version, String name, Collection<Role> roles) {
    StaffAccount account = find(id);
    if (!roles.contains(Role.MANAGER)) {
      requireOtherManager(account);
    }
    Changes.requireVersion("account", account.getLogin(), version, account.getVersion());
    String before = account.toString();
    account.change(name, roles);
    audit.record("staff.changed", KIND, id, before, account.toString());
    Changes.flush(em);
    return account;
  }

  /**
   * Notes what a technician knows, for example {@code climatisation}.
   *
   * @param version the version that was read; null to change whatever stands there now
   */
  public StaffAccount changeSkills(long id, Integer version, Collection<String> skills) {
    StaffAccount account = find(id);
    Changes.requireVersion("account", account.getLogin(), version, account.getVersion());
    String before = account.getSkills().toString();
    account.skills(skills);
    audit.record("staff.skills", KIND, id, before, account.getSkills().toString());
    Changes.flush(em);
    return account;
  }

  /** Gives the account a new password. */
  public void changePassword(long id, String password) {
    StaffAccount account = find(id);
    account.password(password);
    audit.record("staff.password", KIND, id, null, null);
    Changes.flush(em);
  }

  /**
   * Lets somebody in again, or keeps somebody out who leaves.
   *
   * @param version the version that was read; null to change whatever stands there now
   * @throws Conflict if nobody who may sign in would be a manager any more, or it was changed
   *     meanwhile
   */
  public void enable(long id, Integer version, boolean on) {
    StaffAccount account = find(id);
    Changes.requireVersion("account", account.getLogin(), version, account.getVersion());
    if (!on) {
      requireOtherManager(account);
    }
    String before = account.toString();
    account.enable(on);
    audit.record("staff.enabled", KIND, id, before, account.toString());
    Changes.flush(em);
  }

  /**
   * Only a manager opens accounts: a garage that has locked its last one out stays locked. Managers
   * who leave are locked by each other, so that of the last two one stays.
   */
  private void requireOtherManager(StaffAccount leaving) {
    List<StaffAccount> managers =
        em.createQuery(
                "select s from StaffAccount s where s.enabled = true and s.roles like '%manager%'"
                    + " order by s.id",
                StaffAccount.class)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    if (managers.contains(leaving) && managers.size() == 1) {
      throw new Conflict(
          "This is the last manager who may sign in: let another one in first.",
          leaving.getLogin());
    }
  }
}
