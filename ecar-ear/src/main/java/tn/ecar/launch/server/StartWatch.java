package tn.ecar.launch.server;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tn.ecar.launch.Refusal;

/**
 * Looks after a starting server until the application answers: passes on the demo garage's lines,
 * and knows the two ways in which a start fails (the process ends, or it comes up without the
 * application).
 */
final class StartWatch {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final String DEMO_MARK = "Demo garage:";
  private static final String SENTENCE_MARK = "ECAR refuses to start: ";

  private final ServerSettings settings;
  private final Consumer<String> progress;
  private final ServerLog log;
  private String refusal = "";
  private boolean bootFinished;

  StartWatch(ServerSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.log = new ServerLog(settings.log());
  }

  void awaitReady(BooleanSupplier gone) throws Refusal, InterruptedException, IOException {
    Readiness readiness = new Readiness(settings.port());
    Instant giveUp = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(giveUp)) {
      boolean ended = gone.getAsBoolean();
      if (read()) {
        // A large demo garage takes as long as it takes while it tells of its progress.
        giveUp = Instant.now().plus(LIMIT);
      }
      if (ended) {
        throw failed("ended while it started");
      }
      if (readiness.isReady()) {
        return;
      }
      if (bootFinished) {
        read();
        throw failed("came up without the application");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
    throw failed("was not ready after " + LIMIT.toMinutes() + " minutes");
  }

  /** Reads on, and tells whether the demo garage grew. */
  private boolean read() {
    boolean grew = false;
    for (String line : log.freshLines()) {
      int demo = line.indexOf(DEMO_MARK);
      int sentence = line.indexOf(SENTENCE_MARK);
      if (demo >= 0) {
        progress.accept(line.substring(demo));
        grew = true;
      } else if (sentence >= 0 && refusal.isEmpty()) {
        refusal = line.substring(sentence + SENTENCE_MARK.length()).strip();
      }
      if ((line.contains("Payara Micro") && line.contains("ready in"))
          || line.contains("Boot Command deploy returned with result FAILURE")
          || line.contains("Boot Command deploy failed")) {
        bootFinished = true;
      }
    }
    return grew;
  }

  private Refusal failed(String what) {
    return new Refusal(
        refusal.isEmpty()
            ? "The application server " + what + ": the reason is in " + settings.log() + "."
            : refusal);
  }
}
