package tn.ecar.launch.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tn.ecar.launch.Guard;
import tn.ecar.launch.Refusal;

/**
 * Payara Micro with the resource adapter and the bundle. It is one process without a cluster, reads
 * its secrets from the environment, and takes the job repository's JDBC resource from a command
 * file that it runs before it deploys.
 */
public final class MicroServer implements ApplicationServer {
  private final Distribution distribution;
  private final ServerSettings settings;
  private final Guard guard;
  private final Consumer<String> progress;
  private final List<String> resources;
  private ServerProcess process;

  /**
   * One that is not started yet.
   *
   * @param guard is told of the process
   * @param progress hears the demo garage's lines
   */
  public MicroServer(
      Distribution distribution, ServerSettings settings, Guard guard, Consumer<String> progress) {
    this(distribution, settings, guard, progress, List.of());
  }

  /**
   * @param resources administration commands that make what this server has besides, such as a pool
   *     of its own
   */
  public MicroServer(
      Distribution distribution,
      ServerSettings settings,
      Guard guard,
      Consumer<String> progress,
      List<String> resources) {
    this.distribution = distribution;
    this.settings = settings;
    this.guard = guard;
    this.progress = progress;
    this.resources = List.copyOf(resources);
  }

  @Override
  public void start() throws IOException, Refusal, InterruptedException {
    distribution.require(
        List.of(distribution.micro(), distribution.adapter(), distribution.bundle()));
    Path directory = settings.directory();
    Files.createDirectories(directory);
    Path commands = directory.resolve("job-repository.asadmin");
    List<String> lines = new ArrayList<>(BatchRepository.resource());
    lines.add(BatchRepository.choice());
    lines.addAll(resources);
    Files.writeString(commands, String.join("\n", lines) + "\n");
    process =
        ServerProcess.start(command(commands), settings.environment(), directory, settings.log());
    guard.watch(Guard.Signal.TERM, process.pid(), directory);
    new StartWatch(settings, progress).awaitReady(() -> !process.alive());
  }

  /** What is typed to start it, as docs/deploy.md shows it. */
  List<String> command(Path commands) {
    List<String> words = new ArrayList<>(JavaFlags.forServer());
    words.addAll(
        List.of(
            "-jar",
            distribution.micro().toString(),
            // Not --nocluster as well: it wins, and leaves Hazelcast running for this process
            // alone.
            "--nohazelcast",
            "--disablephonehome",
            "--port",
            Integer.toString(settings.port()),
            "--addlibs",
            distribution.driver().toString(),
            "--postbootcommandfile",
            commands.toString(),
            "--deploy",
            distribution.adapter().toString(),
            "--deploy",
            distribution.bundle().toString(),
            "--contextroot",
            "/"));
    return words;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    process.waitForEnd();
  }

  @Override
  public void stop() throws InterruptedException {
    if (process != null) {
      process.stop();
    }
  }

  @Override
  public OptionalLong pid() {
    return process == null || !process.alive()
        ? OptionalLong.empty()
        : OptionalLong.of(process.pid());
  }
}
