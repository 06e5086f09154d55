package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.upkeep.Upkeep;

/** A service that another garage did: what comes next is predicted from it as well. */
@Named
@ViewScoped
public class VehicleUpkeep implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Upkeep upkeep;
  private final transient VehiclePage page;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private final Inputs in = new Inputs();
  private final Once once = new Once();
  private ArrayList<String> offered;

  @Inject
  public VehicleUpkeep(Upkeep upkeep, VehiclePage page, Refusals refusals, Wording wording) {
    this.upkeep = upkeep;
    this.page = page;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected VehicleUpkeep() {
    this(null, null, null, null);
  }

  /** Returns what may have been done, by name: the intervals of the vehicle. */
  public List<String> getOffered() {
    if (offered == null) {
      offered = new ArrayList<>(upkeep.servable(page.getVehicle()));
    }
    return offered;
  }

  /** Notes what was done elsewhere. */
  public String note() {
    return once.lead(wording, () -> refusals.attempt("elsewhere", this::noted) ? again() : null);
  }

  private void noted() {
    Integer km = in.whole("km");
    if (km == null) {
      throw new RuleViolation("km", null, "This field must not be empty.");
    }
    upkeep.doneElsewhere(page.getId(), in.text("service"), in.day("on"), km);
  }

  private String again() {
    wording.tell("saved", page.getVehicle().getPlate().number());
    return "vehicle?faces-redirect=true&id=" + page.getId();
  }

  public Inputs getIn() {
    return in;
  }
}
