package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.audit.AuditEntry;
import tn.ecar.garage.audit.AuditLog;

/** The audit log: who did what, when, and what it was before and after. */
@Named
@RequestScoped
public class AuditPage extends SearchedList<AuditEntry> {
  private final AuditLog log;

  @Inject
  public AuditPage(AuditLog log) {
    this.log = log;
  }

  /** For the container's client proxy. */
  protected AuditPage() {
    this(null);
  }

  @Override
  protected Page<AuditEntry> page(PageRequest wanted) {
    return log.page(wanted);
  }
}
