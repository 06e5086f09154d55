package tn.ecar.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tn.ecar.launch.server.Distribution;

/**
 * The launcher: what {@code ./ecar run}, {@code ./ecar migrate} and {@code ./ecar restore} do once
 * everything is built.
 */
public final class Main {
  private static final int REFUSED = 1;
  private static final int SERVER_ENDED = 3;

  private Main() {}

  /** Runs one command; the status is 0 after a clean end and above 0 after a refusal. */
  public static void main(String[] line) {
    System.exit(status(line));
  }

  private static int status(String[] line) {
    try {
      Arguments arguments = Arguments.parse(List.of(line));
      Distribution distribution =
          new Distribution(Path.of(System.getProperty("ecar.distribution")));
      return status(arguments, new Launch(arguments, System.getenv(), distribution, System.out));
    } catch (Refusal e) {
      System.err.println(e.getMessage());
      return REFUSED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return REFUSED;
    }
  }

  private static int status(Arguments arguments, Launch launch)
      throws Refusal, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launch), "ecar-stop"));
    try {
      if (arguments.command() == Arguments.Command.MIGRATE) {
        launch.migrate();
        return 0;
      }
      if (arguments.command() == Arguments.Command.RESTORE) {
        launch.restore();
        return 0;
      }
      launch.run();
      launch.awaitEnd();
      if (!launch.stopped()) {
        System.err.println("The application server has ended by itself; its log says why.");
      }
      return SERVER_ENDED;
    } catch (IOException e) {
      throw new Refusal("ECAR cannot start: " + e.getMessage() + ".", e);
    } catch (Refusal e) {
      // What fails because the person ended it is no news to the person.
      if (launch.stopped()) {
        return REFUSED;
      }
      throw e;
    }
  }

  private static void stop(Launch launch) {
    try {
      launch.stop();
    } catch (IOException e) {
      System.err.println("ECAR did not stop cleanly: " + e.getMessage() + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
