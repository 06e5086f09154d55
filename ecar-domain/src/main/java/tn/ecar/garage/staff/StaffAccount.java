package tn.ecar.garage.staff;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * A member of the staff who can sign in. The first one is made with the schema, the others by a
 * manager; nobody is deleted, since orders and the audit log name them: who leaves is disabled.
 */
@Entity
@Table(name = "staff_account")
public class StaffAccount {
  private static final Pattern LOGIN = Pattern.compile("[a-z][a-z0-9._-]{1,39}");
  private static final int MIN_PASSWORD = 10;
  private static final int MAX_SKILLS = 200;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "staff_account_id")
  @SequenceGenerator(
      name = "staff_account_id",
      sequenceName = "staff_account_id",
      allocationSize = 1)
  private Long id;

  @Version private int version;
  private String login;

  @Column(name = "display_name")
  private String name;

  // One text instead of a table: roles are always read with their account, and never asked for
  // alone.
  private String roles;

  @Column(name = "password_hash")
  private String passwordHash;

  // As with the roles: always read with the account.
  private String skills = "";

  private boolean enabled;

  private String language;
  private String theme;

  /** For the persistence provider. */
  protected StaffAccount() {}

  /**
   * Opens an account.
   *
   * @throws RuleViolation if a value breaks its form
   */
  public StaffAccount(String login, String name, Collection<Role> roles, String password) {
    this.login = parseLogin(login);
    this.enabled = true;
    change(name, roles);
    password(password);
  }

  private static String parseLogin(String login) {
    String lower = login == null ? "" : login.strip().toLowerCase(Locale.ROOT);
    if (!LOGIN.matcher(lower).matches()) {
      throw new RuleViolation(
          "login",
          login,
          "A login has 2 to 40 letters, digits, dots or dashes and begins with a letter.");
    }
    return lower;
  }

  final void change(String newName, Collection<Role> newRoles) {
    if (newRoles == null || newRoles.isEmpty()) {
      throw new RuleViolation("roles", "", "An account has at least one role.");
    }
    name = Texts.required("name", newName, 80);
    roles = EnumSet.copyOf(newRoles).stream().map(Role::roleName).collect(Collectors.joining(","));
  }

  final void password(String password) {
    if (password == null || password.length() < MIN_PASSWORD) {
      // The value is left out: a password is never shown, not even a refused one.
      throw new RuleViolation(
          "password", "", "A password has at least " + MIN_PASSWORD + " characters.");
    }
    passwordHash = PasswordHash.of(password).encoded();
  }

  final void skills(Collection<String> names) {
    Set<String> sorted = new TreeSet<>();
    for (String name : names) {
      String skill = Texts.required("skills", name, 40);
      if (skill.contains(",")) {
        throw new RuleViolation("skills", skill, "A skill has no comma in its name.");
      }
      sorted.add(skill);
    }
    String joined = String.join(",", sorted);
    if (joined.length() > MAX_SKILLS) {
      throw new RuleViolation(
          "skills", joined, "All skills together have at most " + MAX_SKILLS + " characters.");
    }
    skills = joined;
  }

  void enable(boolean on) {
    enabled = on;
  }

  boolean knows(String password) {
    return new PasswordHash(passwordHash).matches(password);
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  public String getLogin() {
    return login;
  }

  /** Returns the person's name. */
  public String getName() {
    return name;
  }

  /** Returns the roles, at least one. */
  public Set<Role> getRoles() {
    return Arrays.stream(roles.split(","))
        .map(Role::of)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
  }

  /** Returns the names of the roles as the server's security knows them. */
  public Set<String> getRoleNames() {
    return getRoles().stream().map(Role::roleName).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns what a technician knows, sorted; empty for nothing in particular. */
  public Set<String> getSkills() {
    return skills.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(skills.split(",")));
  }

  /**
   * Returns the language they chose for their pages, {@code fr}, {@code ar} or {@code en}; or null.
   */
  public String getLanguage() {
    return language;
  }

  /** Returns the theme they chose, {@code auto}, {@code light} or {@code dark}; or null. */
  public String getTheme() {
    return theme;
  }

  /** Returns whether they work on vehicles. */
  public boolean isTechnician() {
    return enabled && getRoles().contains(Role.TECHNICIAN);
  }

  public boolean isEnabled() {
    return enabled;
  }

  /** Returns login, name and roles, for the audit log; never the password. */
  @Override
  public String toString() {
    return login + ", " + name + " (" + roles + ")" + (enabled ? "" : " disabled");
  }
}
