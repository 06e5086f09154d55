package tn.ecar.pool.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;

/**
 * Where the pool's log goes: a line each with time, process and level, flushed at once. It opens
 * its file anew when the process is told to reload, so that the old one can be moved away.
 */
final class LogLines extends Handler {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS zzz", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  /** Loggers are held weakly by the Java machine: the level would be lost with them. */
  private static final Logger POOL = Logger.getLogger("tn.ecar.pool");

  private final SimpleFormatter texts = new SimpleFormatter();
  private final boolean quiet;
  private final int verbose;
  private final long pid;

  /** Guarded by this handler's lock. */
  private List<PrintStream> outs = List.of();

  private LogLines(Arguments arguments, long pid) {
    this.quiet = arguments.quiet();
    this.verbose = arguments.verbose();
    this.pid = pid;
  }

  /**
   * Takes over the log of the whole process.
   *
   * @throws IOException when a place that the configuration names cannot be written
   */
  static LogLines begin(Arguments arguments, Configuration configuration, long pid)
      throws IOException {
    LogLines lines = new LogLines(arguments, pid);
    lines.open(configuration);
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(lines);
    return lines;
  }

  /**
   * Another configuration is in force; the old places stay when one of its own cannot be opened.
   */
  void follow(Configuration configuration) {
    try {
      open(configuration);
    } catch (IOException refused) {
      POOL.log(Level.SEVERE, "the log stays where it was: " + refused.getMessage());
    }
  }

  private void open(Configuration configuration) throws IOException {
    List<PrintStream> fresh = new ArrayList<>();
    String file = configuration.text(Setting.LOGFILE);
    if (!file.isEmpty()) {
      fresh.add(
          new PrintStream(
              Files.newOutputStream(
                  Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              true,
              StandardCharsets.UTF_8));
    }
    if (configuration.flag(Setting.SYSLOG)) {
      fresh.add(syslog(configuration));
    }
    if (!quiet) {
      fresh.add(System.err);
    }
    int more = Math.max(verbose, configuration.integer(Setting.VERBOSE));
    POOL.setLevel(more == 0 ? Level.INFO : more == 1 ? Level.FINE : Level.FINEST);
    List<PrintStream> old;
    synchronized (this) {
      old = outs;
      outs = List.copyOf(fresh);
    }
    old.stream().filter(out -> out != System.err).forEach(PrintStream::close);
  }

  /** Java speaks no syslog; the system's own program does. */
  private PrintStream syslog(Configuration configuration) throws IOException {
    try {
      Process logger =
          new ProcessBuilder(
                  "logger",
                  "--id=" + pid,
                  "--tag",
                  configuration.text(Setting.SYSLOG_IDENT),
                  "--priority",
                  configuration.text(Setting.SYSLOG_FACILITY) + ".info")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new PrintStream(logger.getOutputStream(), true, StandardCharsets.UTF_8);
    } catch (IOException absent) {
      throw new IOException(
          "syslog = 1 needs the program logger: install it, or set syslog = 0 (" + absent + ")",
          absent);
    }
  }

  @Override
  public synchronized void publish(LogRecord line) {
    if (!isLoggable(line)) {
      return;
    }
    StringBuilder text =
        new StringBuilder()
            .append(TIME.format(line.getInstant()))
            .append(" [")
            .append(pid)
            .append("] ")
            .append(level(line.getLevel()))
            .append(' ')
            .append(texts.formatMessage(line));
    if (line.getThrown() != null) {
      text.append(": ").append(line.getThrown());
    }
    for (PrintStream out : outs) {
      out.println(text);
      if (out.checkError() && out != System.err) {
        reportError("the log cannot be written", null, ErrorManager.WRITE_FAILURE);
      }
    }
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    return level.intValue() >= Level.INFO.intValue() ? "LOG" : "DEBUG";
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
