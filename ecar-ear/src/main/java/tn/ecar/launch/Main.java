package tn.ecar.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tn.ecar.launch.server.Distribution;

/** The launcher: what {@code ./ecar run} and {@code ./ecar migrate} do once everything is built. */
public final class Main {
  private static final int REFUSED = 1;
  private static final int SERVER_ENDED = 3;

  private Main() {}

  /** Runs one command; the status is 0 after a clean end and above 0 after a refusal. */
  public static void main(String[] line) {
    Distribution distribution = new Distribution(Path.of(System.getProperty("ecar.distribution")));
    try {
      Arguments arguments = Arguments.parse(List.of(line));
      run(new Launch(arguments, System.getenv(), distribution, System.out));
    } catch (Refusal e) {
      System.err.println(e.getMessage());
      System.exit(REFUSED);
    } catch (IOException e) {
      System.err.println("ECAR cannot start: " + e.getMessage() + ".");
      System.exit(REFUSED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.exit(REFUSED);
    }
  }

  private static void run(Launch launch) throws Refusal, IOException, InterruptedException {
    Thread ending = new Thread(() -> stop(launch), "ecar-stop");
    Runtime.getRuntime().addShutdownHook(ending);
    launch.start();
    launch.awaitEnd();
    System.err.println("The application server has ended; its last words are in its log.");
    System.exit(SERVER_ENDED);
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
