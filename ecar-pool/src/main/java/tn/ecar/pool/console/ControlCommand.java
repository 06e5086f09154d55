package tn.ecar.pool.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The commands that change something, apart from SET. */
enum ControlCommand {
  PAUSE(Takes.PERHAPS_DATABASE, Operations::pause),
  RESUME(Takes.PERHAPS_DATABASE, Operations::resume),
  RECONNECT(Takes.PERHAPS_DATABASE, Operations::reconnect),
  KILL(Takes.PERHAPS_DATABASE, Operations::kill),
  WAIT_CLOSE(Takes.PERHAPS_DATABASE, Operations::waitClose),
  DISABLE(Takes.DATABASE, (pooler, database) -> pooler.disable(database.orElseThrow())),
  ENABLE(Takes.DATABASE, (pooler, database) -> pooler.enable(database.orElseThrow())),
  KILL_CLIENT(Takes.OTHER, ControlCommand::killClient),
  RELOAD(Takes.NOTHING, (pooler, nothing) -> pooler.reload()),
  ROTATE(Takes.OTHER, (pooler, user) -> pooler.rotate(user(user))),
  ROTATE_CHECK(Takes.OTHER, (pooler, user) -> pooler.checkRotation(user(user))),
  ROTATE_END(Takes.OTHER, (pooler, user) -> pooler.endRotation(user(user))),
  SUSPEND(Takes.NOTHING, (pooler, nothing) -> pooler.suspend()),
  SHUTDOWN(Takes.OTHER, (pooler, how) -> pooler.shutDown(Shutdown.of(how)));

  /** What may follow the word. */
  private enum Takes {
    NOTHING,
    PERHAPS_DATABASE,
    DATABASE,
    OTHER
  }

  /** What it does. */
  private interface Action {
    void run(Operations pooler, Optional<String> argument) throws ConsoleException;
  }

  private final Takes takes;

  // A method of a class without state, which the check cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Action action;

  ControlCommand(Takes takes, Action action) {
    this.takes = takes;
    this.action = action;
  }

  static Optional<ControlCommand> of(String word) {
    String wanted = word.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(command -> command.name().equals(wanted)).findFirst();
  }

  boolean takesDatabase() {
    return takes == Takes.PERHAPS_DATABASE || takes == Takes.DATABASE;
  }

  boolean needsDatabase() {
    return takes == Takes.DATABASE;
  }

  /** Whether it leaves something otherwise than it was. */
  boolean changesSomething() {
    return this != ROTATE_CHECK && this != WAIT_CLOSE;
  }

  /** Whether the console's own database is refused by name. */
  boolean sparesConsole() {
    return takesDatabase() && this != RESUME && this != WAIT_CLOSE;
  }

  void run(Operations pooler, Optional<String> argument) throws ConsoleException {
    if (takes == Takes.NOTHING && argument.isPresent()) {
      throw new ConsoleException("bad arguments");
    }
    action.run(pooler, argument);
  }

  private static String user(Optional<String> named) throws ConsoleException {
    return named.orElseThrow(() -> new ConsoleException("a user is required"));
  }

  private static void killClient(Operations pooler, Optional<String> id) throws ConsoleException {
    String written = id.orElseThrow(() -> new ConsoleException("bad arguments"));
    long number;
    try {
      number = Long.decode(written);
    } catch (NumberFormatException notANumber) {
      throw ConsoleException.because("08P01", "invalid client pointer supplied", notANumber);
    }
    pooler.killClient(number);
  }
}
