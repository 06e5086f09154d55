package tn.ecar.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Slows down who guesses passwords: after five refused sign-ins with one login from one address, or
 * a hundred from one address with whatever logins, within five minutes, no more are looked at until
 * the oldest is five minutes old. The address counts along, so that nobody can lock somebody else
 * out from elsewhere. Each server counts for itself, and forgets the oldest beyond ten thousand.
 */
@ApplicationScoped
public class SignInLimit {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int PER_LOGIN = 5;
  private static final int PER_ADDRESS = 100;
  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<String, Deque<Instant>> refused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > REMEMBERED;
        }
      };

  @Inject
  public SignInLimit(Clock clock) {
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected SignInLimit() {
    this(null);
  }

  /** Returns how long to wait before the next try is looked at; zero if it is looked at now. */
  public synchronized Duration wait(String login, String address) {
    Duration own = left(both(login, address), PER_LOGIN);
    Duration all = left(address, PER_ADDRESS);
    return own.compareTo(all) > 0 ? own : all;
  }

  private Duration left(String key, int most) {
    Deque<Instant> times = refused.get(key);
    if (times == null) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    while (!times.isEmpty() && !times.peekFirst().plus(WINDOW).isAfter(now)) {
      times.removeFirst();
    }
    if (times.isEmpty()) {
      refused.remove(key);
    }
    return times.size() < most
        ? Duration.ZERO
        : Duration.between(now, times.peekFirst().plus(WINDOW));
  }

  /** Counts a refused sign-in. */
  public synchronized void refused(String login, String address) {
    for (String key : new String[] {both(login, address), address}) {
      Deque<Instant> times = refused.computeIfAbsent(key, k -> new ArrayDeque<>());
      times.addLast(clock.instant());
      if (times.size() > PER_ADDRESS) {
        times.removeFirst();
      }
    }
  }

  /** Forgets the refusals of a login that has signed in. */
  public synchronized void accepted(String login, String address) {
    refused.remove(both(login, address));
  }

  private static String both(String login, String address) {
    String name = login == null ? "" : login.strip().toLowerCase(Locale.ROOT);
    return address + "|" + (name.length() > 40 ? name.substring(0, 40) : name);
  }
}
