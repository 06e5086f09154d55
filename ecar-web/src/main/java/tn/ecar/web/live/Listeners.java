package tn.ecar.web.live;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import tn.ecar.garage.audit.AuditWatch;

/**
 * The pages that listen to changes. While there is one, the audit log is asked once a second what
 * was added to it: one statement for all pages of this server, which also sees what another server
 * or a program changed. With the last page the asking ends.
 *
 * <p>The set of pages may be touched by any thread; {@code asking} and {@code beats} belong to the
 * one who holds the monitor.
 */
@ApplicationScoped
public class Listeners {
  private static final Logger LOG = Logger.getLogger(Listeners.class.getName());
  private static final long EVERY_MILLIS = 1000;

  /** A proxy closes what is silent for a minute; a comment in between keeps it open. */
  private static final int BEATS_OF_SILENCE = 20;

  private final Set<AsyncContext> pages = ConcurrentHashMap.newKeySet();
  private final AuditWatch watch;

  // A resource of the server cannot be had by constructor.
  @Resource private ManagedScheduledExecutorService executor;

  private ScheduledFuture<?> asking;
  private int beats;

  @Inject
  public Listeners(AuditWatch watch) {
    this.watch = watch;
  }

  /** For the container's client proxy. */
  protected Listeners() {
    this(null);
  }

  /** Adds a page; the first one begins the asking. */
  synchronized void add(AsyncContext page) {
    pages.add(page);
    if (asking == null) {
      watch.begin();
      asking =
          executor.scheduleWithFixedDelay(
              this::ask, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void ask() {
    if (pages.isEmpty()) {
      asking.cancel(false);
      asking = null;
      return;
    }
    try {
      Set<String> kinds = watch.changed();
      if (!kinds.isEmpty()) {
        tell("event: changed\ndata: " + String.join(" ", kinds) + "\n\n");
        beats = 0;
      } else if (++beats >= BEATS_OF_SILENCE) {
        tell(":\n\n");
        beats = 0;
      }
    } catch (RuntimeException e) {
      // The database is away for a moment: the next second asks again.
      LOG.log(Level.FINE, "The audit log could not be asked for changes.", e);
    }
  }

  private void tell(String event) {
    for (AsyncContext page : pages) {
      try {
        PrintWriter to = page.getResponse().getWriter();
        to.print(event);
        to.flush();
        if (to.checkError()) {
          leave(page);
        }
      } catch (IOException | IllegalStateException gone) {
        leave(page);
      }
    }
  }

  private void leave(AsyncContext page) {
    pages.remove(page);
    try {
      page.complete();
    } catch (IllegalStateException done) {
      LOG.log(Level.FINEST, "The server had ended the request itself.", done);
    }
  }

  /** Lets the pages go when the application stops. */
  @PreDestroy
  synchronized void close() {
    if (asking != null) {
      asking.cancel(false);
      asking = null;
    }
    pages.forEach(this::leave);
  }
}
