package tn.ecar.web.pages;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A place of the navigation: its page, the pages behind it, and the roles that may open them. The
 * same roles stand in web.xml and guard the pages; a test compares the two.
 */
public enum Place {
  TODAY(Group.WORKSHOP, Who.WORKSHOP),
  CALENDAR(Group.WORKSHOP, Who.WORKSHOP),
  BOARD(Group.WORKSHOP, Who.WORKSHOP),
  ORDERS(Group.WORKSHOP, Who.WORKSHOP, "order"),
  RECEPTION(Group.DESK, Who.DESK),
  CUSTOMERS(Group.DESK, Who.DESK, "customer"),
  VEHICLES(Group.DESK, Who.DESK, "vehicle"),
  QUOTES(Group.DESK, Who.DESK, "quote"),
  INVOICES(Group.DESK, Who.DESK, "invoice"),
  PARTS(Group.STORE, Who.STORE, "part"),
  PURCHASES(Group.STORE, Who.SUPPLY, "purchase", "count"),
  SUPPLIERS(Group.STORE, Who.SUPPLY, "supplier"),
  REPORTS(Group.HOUSE, Who.MANAGER),
  ADMINISTRATION(
      Group.HOUSE,
      Who.MANAGER,
      "workshop",
      "time",
      "api-keys",
      "rates",
      "intervals",
      "templates",
      "seller",
      "series",
      "audit"),
  JOBS(Group.HOUSE, Who.MACHINE, "job"),
  POOL(Group.HOUSE, Who.MACHINE, "poolreport");

  /** The parts of the navigation, from the car's day to the machine's. */
  public enum Group {
    WORKSHOP,
    DESK,
    STORE,
    HOUSE
  }

  /** The sets of roles that occur. */
  private static final class Who {
    private static final Set<String> MANAGER = Set.of("manager");
    private static final Set<String> DESK = Set.of("manager", "frontdesk");
    private static final Set<String> WORKSHOP = Set.of("manager", "frontdesk", "technician");
    private static final Set<String> STORE = Set.of("manager", "frontdesk", "storekeeper");
    private static final Set<String> SUPPLY = Set.of("manager", "storekeeper");
    private static final Set<String> MACHINE = Set.of("manager", "operator");
  }

  private final Group group;

  /** One of the sets above, which nobody can change. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> roles;

  /** A list that nobody can change. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> behind;

  Place(Group group, Set<String> roles, String... behind) {
    this.group = group;
    this.roles = roles;
    this.behind = List.of(behind);
  }

  public Group getGroup() {
    return group;
  }

  /** Returns the roles, each of which opens the place. */
  public Set<String> getRoles() {
    return roles;
  }

  /** Returns the name of its page, of its icon and, behind {@code place.}, of its word. */
  public String getPage() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the names of all its pages. */
  public List<String> getPages() {
    return Stream.concat(Stream.of(getPage()), behind.stream()).toList();
  }
}
