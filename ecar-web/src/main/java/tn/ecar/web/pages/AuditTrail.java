package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.garage.audit.AuditEntry;

/** How the pages write what the audit log keeps: actions, things and states, in words. */
@Named("trail")
@RequestScoped
public class AuditTrail {
  private static final Pattern MOMENT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z");
  private static final Pattern STATE = Pattern.compile("^[A-Z][A-Z_]+\\b");

  /** What the texts of a thing's states begin with. */
  private static final Map<String, String> STATES =
      Map.of("order", "state.", "quote", "quote.state.", "purchase", "purchase.state.");

  private final Wording wording;
  private final Formats formats;

  @Inject
  public AuditTrail(Wording wording, Formats formats) {
    this.wording = wording;
    this.formats = formats;
  }

  /** For the container's client proxy. */
  protected AuditTrail() {
    this(null, null);
  }

  /**
   * Writes an entry of the audit log: the state an order took with its reason, or what was added or
   * removed.
   */
  public String deed(AuditEntry entry) {
    String after = entry.getAfter() == null ? "" : entry.getAfter();
    if (entry.getAction().equals("order.promised") && !after.isEmpty()) {
      after = formats.moment(Instant.parse(after));
    }
    if (entry.getAction().equals("order.transition")) {
      int colon = after.indexOf(": ");
      String state = colon < 0 ? after : after.substring(0, colon);
      return wording.orElse("state." + state, state)
          + (colon < 0 ? "" : ": " + apart(after.substring(colon + 2)));
    }
    String what = wording.orElse("deed." + entry.getAction(), entry.getAction());
    boolean opened = entry.getAction().equals("order.opened");
    String about = after.isEmpty() && entry.getBefore() != null ? entry.getBefore() : after;
    return opened || about.isEmpty() ? what : what + ": " + apart(about);
  }

  /** Returns what happened, by the name of an entry's action. */
  public String action(AuditEntry entry) {
    return wording.orElse("deed." + entry.getAction(), entry.getAction());
  }

  /** Returns what kind of thing an entry is about, and its identity. */
  public String subject(AuditEntry entry) {
    String kind = wording.orElse("subject." + entry.getSubjectKind(), entry.getSubjectKind());
    return entry.getSubjectId() == null ? kind : kind + " " + entry.getSubjectId();
  }

  /**
   * Writes a state before or after, as the log keeps it, for people: moments in the garage's zone,
   * the name of a state in their language; empty for null.
   */
  public String state(AuditEntry entry, String state) {
    if (state == null) {
      return "";
    }
    String local =
        MOMENT.matcher(state).replaceAll(found -> formats.moment(Instant.parse(found.group())));
    String states = STATES.get(entry.getSubjectKind());
    Matcher name = STATE.matcher(local);
    return states == null || !name.find()
        ? local
        : wording.orElse(states + name.group(), name.group()) + local.substring(name.end());
  }

  /** Keeps the order of a text of another direction, as the element bdi does. */
  private static String apart(String text) {
    return '\u2068' + text + '\u2069';
  }
}
