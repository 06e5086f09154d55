package tn.ecar.pool.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;

/**
 * The admin console of one pooler: understands a command, obeys it, answers. It keeps nothing
 * between two commands; {@link ConsoleSession} speaks for it on a connection.
 */
public final class Console {
  private static final System.Logger LOG = System.getLogger(Console.class.getName());

  /** Parameters that clients ask for or set although the console has none; lower-case keys. */
  private static final Map<String, String> FAKE_PARAMETERS =
      Map.of(
          "client_encoding", "UTF8",
          "default_transaction_isolation", "read committed",
          "standard_conforming_strings", "on",
          "datestyle", "ISO",
          "timezone", "GMT");

  /** What drivers set by themselves when they connect; it changes nothing here. */
  private static final Set<String> DRIVER_PARAMETERS =
      Set.of("extra_float_digits", "application_name");

  /** Whose values may hold a password. */
  private static final Set<String> SECRET_SETTINGS = Set.of("auth_ldap_options");

  private final Operations pooler;
  private final Consumer<String> obeyed;

  public Console(Operations pooler) {
    this(pooler, command -> {});
  }

  /**
   * @param obeyed is told of each command that has changed something, without secrets
   */
  public Console(Operations pooler, Consumer<String> obeyed) {
    this.pooler = Objects.requireNonNull(pooler, "pooler");
    this.obeyed = Objects.requireNonNull(obeyed, "obeyed");
  }

  /** Obeys one command. */
  Answer answer(String text, ConsoleRole role) throws ConsoleException {
    Command command = Command.parse(text);
    if (command instanceof Command.Assignment assignment) {
      return set(assignment, role);
    }
    if (command instanceof Command.Simple simple) {
      boolean show = simple.word().equals("SHOW") || simple.word().equals("SELECT");
      return show ? show(simple, text, role) : control(simple, text, role);
    }
    return new Answer.Nothing();
  }

  private Answer show(Command.Simple command, String text, ConsoleRole role)
      throws ConsoleException {
    String what = command.argument().orElseThrow(() -> Command.invalid(text));
    if (what.equalsIgnoreCase("HELP")) {
      return new Answer.Noticed("Console usage", Help.TEXT, "SHOW");
    }
    String parameter = FAKE_PARAMETERS.get(what.toLowerCase(Locale.ROOT));
    if (parameter != null) {
      return new Answer.Rows(parameter(what.toLowerCase(Locale.ROOT), parameter));
    }
    ShowCommand show = ShowCommand.of(what).orElseThrow(() -> Command.invalid(text));
    if (show.adminOnly()) {
      requireAdmin(role);
    }
    return new Answer.Rows(show.table(pooler));
  }

  /** A parameter as SHOW tells it: its name above its value. */
  static Table parameter(String name, String value) {
    return new Table(List.of(Column.text(name, "The parameter's value."))).row(value);
  }

  private Answer set(Command.Assignment assignment, ConsoleRole role) throws ConsoleException {
    String key = assignment.key().toLowerCase(Locale.ROOT);
    if (FAKE_PARAMETERS.containsKey(key)) {
      return new Answer.Noticed("SET ignored", "", "SET");
    }
    if (DRIVER_PARAMETERS.contains(key)) {
      return new Answer.Done("SET");
    }
    requireAdmin(role);
    set(key, assignment.value());
    return new Answer.Done("SET " + key + "=" + assignment.value());
  }

  /**
   * Changes one setting until the next RELOAD, for somebody who has proved to be an admin
   * elsewhere.
   *
   * @throws ConsoleException when there is no such setting, or not with this value
   */
  public void set(String name, String value) throws ConsoleException {
    String key = name.toLowerCase(Locale.ROOT);
    try {
      Setting setting =
          Setting.ofKey(key)
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "there is no setting " + key + "; SHOW CONFIG lists them"));
      pooler.apply(before -> before.with(setting, value));
      obeyed.accept("SET " + key + " = " + (SECRET_SETTINGS.contains(key) ? "…" : value));
    } catch (ConfigurationException refused) {
      throw ConsoleException.because("08P01", "SET failed", refused);
    }
  }

  private Answer control(Command.Simple command, String text, ConsoleRole role)
      throws ConsoleException {
    ControlCommand control =
        ControlCommand.of(command.word()).orElseThrow(() -> Command.invalid(text));
    requireAdmin(role);
    obey(control, command.argument());
    return new Answer.Done(control.name());
  }

  /**
   * Obeys a command, for somebody who has proved to be an admin elsewhere.
   *
   * @param word such as PAUSE
   * @throws ConsoleException when there is no such command, or the pooler refuses it
   */
  public void obey(String word, Optional<String> argument) throws ConsoleException {
    obey(ControlCommand.of(word).orElseThrow(() -> Command.invalid(word)), argument);
  }

  private void obey(ControlCommand control, Optional<String> argument) throws ConsoleException {
    checkDatabase(control, argument);
    LOG.log(System.Logger.Level.INFO, "{0} command issued", control.name());
    try {
      control.run(pooler, argument);
      if (control.changesSomething()) {
        obeyed.accept(control.name() + argument.map(named -> " " + named).orElse(""));
      }
    } catch (ConsoleException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: {1} {2}",
          control.name(),
          refused.getMessage(),
          refused.detail());
      throw refused;
    }
  }

  private void checkDatabase(ControlCommand control, Optional<String> argument)
      throws ConsoleException {
    if (control.needsDatabase() && argument.isEmpty()) {
      throw new ConsoleException("a database is required");
    }
    if (control.takesDatabase() && argument.isPresent()) {
      String name = argument.get();
      if (name.equals(Configuration.CONSOLE) && control.sparesConsole()) {
        throw new ConsoleException(
            "cannot " + control.name().toLowerCase(Locale.ROOT) + " admin db: " + name);
      }
      if (pooler.databases().stream().noneMatch(each -> each.settings().name().equals(name))) {
        throw new ConsoleException("no such database: " + name);
      }
    }
  }

  private static void requireAdmin(ConsoleRole role) throws ConsoleException {
    if (role != ConsoleRole.ADMIN) {
      throw new ConsoleException("admin access needed");
    }
  }
}
