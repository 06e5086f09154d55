package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.util.List;
import java.util.Set;

/**
 * Who works at this browser and which pages they may open. The same roles stand in web.xml and
 * guard the pages; here they only keep doors out of sight that would not open.
 */
@Named
@RequestScoped
public class Staff {
  private static final List<String> ROLES =
      List.of("manager", "frontdesk", "technician", "storekeeper", "operator");
  private static final Set<String> DESK = Set.of("manager", "frontdesk");
  private static final Set<String> WORKSHOP = Set.of("manager", "frontdesk", "technician");
  private static final Set<String> STORE = Set.of("manager", "frontdesk", "storekeeper");
  private static final Set<String> MACHINE = Set.of("manager", "operator");

  /** Returns the name they signed in with; empty when nobody has. */
  public String getName() {
    String user = external().getRemoteUser();
    return user == null ? "" : user;
  }

  /** Returns their first role, for showing; empty when nobody has signed in. */
  public String getRole() {
    return ROLES.stream().filter(external()::isUserInRole).findFirst().orElse("");
  }

  public boolean isSignedIn() {
    return external().getRemoteUser() != null;
  }

  /** Customers, vehicles, reception and invoices. */
  public boolean isDesk() {
    return hasOneOf(DESK);
  }

  /** Work orders. */
  public boolean isWorkshop() {
    return hasOneOf(WORKSHOP);
  }

  /** Parts. */
  public boolean isStore() {
    return hasOneOf(STORE);
  }

  /** The pool's monitor. */
  public boolean isMachine() {
    return hasOneOf(MACHINE);
  }

  /** Returns the page their day begins with. */
  public String getHome() {
    if (isWorkshop()) {
      return "/today.xhtml";
    }
    return isStore() ? "/parts.xhtml" : "/pool.xhtml";
  }

  private static boolean hasOneOf(Set<String> roles) {
    return roles.stream().anyMatch(external()::isUserInRole);
  }

  private static ExternalContext external() {
    return FacesContext.getCurrentInstance().getExternalContext();
  }
}
