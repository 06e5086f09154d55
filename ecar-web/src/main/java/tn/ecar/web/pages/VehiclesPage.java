package tn.ecar.web.pages;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.vehicle.VehicleRow;
import tn.ecar.garage.vehicle.Vehicles;

/** The list of vehicles. */
@Named
@RequestScoped
public class VehiclesPage extends SearchedList<VehicleRow> {
  private final Vehicles vehicles;

  @Inject
  public VehiclesPage(Vehicles vehicles) {
    this.vehicles = vehicles;
  }

  /** For the container's client proxy. */
  protected VehiclesPage() {
    this(null);
  }

  @Override
  protected Page<VehicleRow> page(PageRequest wanted) {
    return vehicles.search(getText(), wanted);
  }
}
