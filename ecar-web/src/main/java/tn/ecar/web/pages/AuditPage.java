package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.audit.AuditEntry;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.audit.AuditQuery;

/** The audit log: who did what, when, and what it was before and after. */
@Named
@RequestScoped
public class AuditPage extends SearchedList<AuditEntry> {
  private final AuditLog log;
  private final Clock clock;

  @Inject
  public AuditPage(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** For the container's client proxy. */
  protected AuditPage() {
    this(null, null);
  }

  @Override
  protected Page<AuditEntry> page(PageRequest wanted) {
    return log.page(query(), wanted);
  }

  private AuditQuery query() {
    return new AuditQuery(getText(), day("from"), day("to"));
  }

  @Override
  protected List<String> filters() {
    return List.of("from", "to");
  }

  /** Returns the first day that is shown. */
  public LocalDate getFirstDay() {
    return query().first(LocalDate.now(clock));
  }

  /** Returns the last day that is shown; null for the day that goes on. */
  public LocalDate getLastDay() {
    return query().to();
  }

  /** An address that somebody wrote by hand still shows the log. */
  private LocalDate day(String name) {
    try {
      return param(name).isEmpty() ? null : LocalDate.parse(param(name));
    } catch (DateTimeParseException none) {
      return null;
    }
  }
}
