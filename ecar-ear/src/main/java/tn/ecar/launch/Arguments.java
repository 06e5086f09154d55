package tn.ecar.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param port where staff reach ECAR by HTTP
 * @param demo how much of a demo garage to make, empty for none
 * @param data the data directory
 * @param config a pool configuration in place of the shipped one
 * @param backup what is to be brought back
 */
public record Arguments(
    Command command,
    int port,
    Optional<String> demo,
    Path data,
    Optional<Path> config,
    ServerKind server,
    Optional<Path> backup) {

  /** What to do. */
  public enum Command {
    RUN,
    MIGRATE,
    RESTORE
  }

  /** Which application server carries ECAR. */
  public enum ServerKind {
    MICRO,
    PAYARA
  }

  private static final int DEFAULT_PORT = 8080;
  private static final String USAGE =
      "usage: ./ecar run [--port N] [--demo[=N]] [--data DIR] [--config FILE.ini] [--server"
          + " micro|payara] | ./ecar migrate [--data DIR] [--config FILE.ini] | ./ecar restore"
          + " BACKUP [--data DIR] | ./ecar test";

  /**
   * Reads a command line.
   *
   * @throws Refusal naming the word that is not understood
   */
  public static Arguments parse(List<String> line) throws Refusal {
    Deque<String> words = new ArrayDeque<>(line);
    Command command = command(words.poll());
    int port = DEFAULT_PORT;
    Optional<String> demo = Optional.empty();
    Path data = Path.of(".ecar");
    Optional<Path> config = Optional.empty();
    ServerKind server = ServerKind.MICRO;
    Optional<Path> backup = Optional.empty();
    if (command == Command.RESTORE) {
      backup = Optional.of(Path.of(value("restore", Optional.empty(), words)));
    }
    while (!words.isEmpty()) {
      String word = words.poll();
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      Optional<String> attached =
          equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
      switch (name) {
        case "--port" -> port = port(value(name, attached, words));
        case "--demo" -> demo = Optional.of(demo(attached.orElse("1")));
        case "--data" -> data = Path.of(value(name, attached, words));
        case "--config" -> config = Optional.of(config(value(name, attached, words)));
        case "--server" -> server = server(value(name, attached, words));
        default -> throw new Refusal("There is no option " + word + "; " + USAGE + ".");
      }
    }
    return new Arguments(command, port, demo, data, config, server, backup);
  }

  private static Command command(String word) throws Refusal {
    if (word == null) {
      throw new Refusal(USAGE);
    }
    return switch (word) {
      case "run" -> Command.RUN;
      case "migrate" -> Command.MIGRATE;
      case "restore" -> Command.RESTORE;
      default -> throw new Refusal("There is no command " + word + "; " + USAGE + ".");
    };
  }

  private static String value(String name, Optional<String> attached, Deque<String> words)
      throws Refusal {
    String value = attached.orElseGet(words::poll);
    if (value == null || value.isBlank()) {
      throw new Refusal(
          (name.startsWith("--") ? "The option " : "The command ")
              + name
              + " wants a value; "
              + USAGE
              + ".");
    }
    return value;
  }

  private static int port(String text) throws Refusal {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      throw new Refusal(
          "--port " + text + " is not a number: give one from 1 to 65535.", notANumber);
    }
    throw new Refusal("--port " + text + " is not a port: give a number from 1 to 65535.");
  }

  private static String demo(String text) throws Refusal {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new Refusal(
          "--demo=" + text + " is not a size: give a whole number from 1, or --demo alone.");
    }
    return text;
  }

  private static Path config(String text) throws Refusal {
    Path file = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Refusal(
          "The pool configuration "
              + file
              + " (--config) cannot be read: check the path and its rights.");
    }
    return file;
  }

  private static ServerKind server(String text) throws Refusal {
    return switch (text) {
      case "micro" -> ServerKind.MICRO;
      case "payara" -> ServerKind.PAYARA;
      default -> throw new Refusal("--server " + text + " is unknown: give micro or payara.");
    };
  }
}
