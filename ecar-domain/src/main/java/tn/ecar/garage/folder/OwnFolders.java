package tn.ecar.garage.folder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerLinks;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.invoice.Seller;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/**
 * Opens what the customer's link of everything opens: the vehicles they own, each with a link to
 * its folder that is good for as long as theirs.
 */
@ApplicationScoped
@Transactional
public class OwnFolders {
  private final CustomerLinks links;
  private final Vehicles vehicles;
  private final Folders folders;
  private final Invoices invoices;

  @Inject
  public OwnFolders(CustomerLinks links, Vehicles vehicles, Folders folders, Invoices invoices) {
    this.links = links;
    this.vehicles = vehicles;
    this.folders = folders;
    this.invoices = invoices;
  }

  /** For the container's client proxy. */
  protected OwnFolders() {
    this(null, null, null, null);
  }

  /**
   * All that is a customer's.
   *
   * @param garage who keeps it
   * @param customer whose it is
   * @param owned their vehicles, by plate
   */
  public record Own(Seller garage, Customer customer, List<OwnVehicle> owned) {
    public Own {
      owned = List.copyOf(owned);
    }
  }

  /**
   * One of the vehicles.
   *
   * @param link token of the link to its folder
   */
  public record OwnVehicle(Vehicle vehicle, String link) {
    /** Keeps the token out of every log. */
    @Override
    public String toString() {
      return "OwnVehicle[" + vehicle + "]";
    }
  }

  /**
   * Opens it.
   *
   * @throws tn.ecar.garage.NotFound if the link is not ours, void, or its days are over
   */
  public Own open(String token) {
    Customer customer = links.open(token);
    LocalDate until = links.until(customer.getId());
    return new Own(
        invoices.seller(),
        customer,
        vehicles.ofCustomer(customer.getId()).stream()
            .map(each -> new OwnVehicle(each, folders.link(customer.getId(), each.getId(), until)))
            .toList());
  }
}
