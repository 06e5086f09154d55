package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Who works at this browser and which pages they may open. {@link Place} says which role opens
 * what; here that only keeps doors out of sight that would not open.
 */
@Named
@RequestScoped
public class Staff {
  private static final List<String> ROLES =
      List.of("manager", "frontdesk", "technician", "storekeeper", "operator");

  /** Returns the name they signed in with; empty when nobody has. */
  public String getName() {
    String user = external().getRemoteUser();
    return user == null ? "" : user;
  }

  /** Returns their first role, for showing; empty when nobody has signed in. */
  public String getRole() {
    return ROLES.stream().filter(external()::isUserInRole).findFirst().orElse("");
  }

  /** Returns the first letter of the name. */
  public String getInitial() {
    String name = getName();
    return name.isEmpty() ? "" : name.substring(0, 1).toUpperCase(Locale.ROOT);
  }

  /**
   * Returns a mark of this session that cannot be turned back into its id: what somebody typed in
   * an older one was not taken.
   */
  public String getVisit() {
    String session = external().getSessionId(false);
    return session == null ? "" : Integer.toHexString(("visit " + session).hashCode());
  }

  public boolean isSignedIn() {
    return external().getRemoteUser() != null;
  }

  /** Customers, vehicles, reception and invoices. */
  public boolean isDesk() {
    return mayOpen(Place.CUSTOMERS);
  }

  /** Work orders. */
  public boolean isWorkshop() {
    return mayOpen(Place.ORDERS);
  }

  /** Parts. */
  public boolean isStore() {
    return mayOpen(Place.PARTS);
  }

  /** The pool's monitor. */
  public boolean isMachine() {
    return mayOpen(Place.POOL);
  }

  /** Returns the page their day begins with. */
  public String getHome() {
    if (isWorkshop()) {
      return "/today.xhtml";
    }
    return isStore() ? "/parts.xhtml" : "/pool.xhtml";
  }

  /** Returns true if one of their roles opens the place. */
  public boolean mayOpen(Place place) {
    return place.getRoles().stream().anyMatch(external()::isUserInRole);
  }

  /** Returns the parts of the navigation in which there is something for them. */
  public List<Place.Group> getGroups() {
    return Arrays.stream(Place.Group.values()).filter(group -> !places(group).isEmpty()).toList();
  }

  /** Returns the places of a part of the navigation that they may open. */
  public List<Place> places(Place.Group group) {
    return Arrays.stream(Place.values())
        .filter(place -> place.getGroup() == group && mayOpen(place))
        .toList();
  }

  /** Returns true for the one who runs the garage. */
  public boolean isManager() {
    return mayOpen(Place.ADMINISTRATION);
  }

  /** Orders to suppliers. */
  public boolean isSupply() {
    return mayOpen(Place.PURCHASES);
  }

  private static ExternalContext external() {
    return FacesContext.getCurrentInstance().getExternalContext();
  }
}
