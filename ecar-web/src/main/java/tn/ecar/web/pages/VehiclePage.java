package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.finding.Findings;
import tn.ecar.garage.order.OrderList;
import tn.ecar.garage.order.OrderQuery;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.garage.upkeep.ServicePrediction;
import tn.ecar.garage.upkeep.ServiceRecord;
import tn.ecar.garage.upkeep.Upkeep;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.OdometerReading;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.Vehicles;

/** One vehicle with its readings and its history at the garage. */
@Named
@ViewScoped
public class VehiclePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LATEST = 15;

  private final transient Vehicles vehicles;
  private final transient OrderList orders;
  private final transient Upkeep upkeep;
  private final transient Findings open;
  private final transient Quotes quotes;
  private final transient Refusals refusals;
  private final transient Wording wording;

  private Long id;
  private Integer version;
  private VehicleFields fields = new VehicleFields();
  private Integer odometerKm;
  private OdometerReading.Source source = OdometerReading.Source.CUSTOMER;
  private String reason;
  private transient Vehicle vehicle;
  private transient List<OdometerReading> readings = List.of();
  private transient List<OrderRow> latest = List.of();
  private transient List<ServicePrediction> predictions = List.of();
  private transient List<ServiceRecord> services = List.of();
  private transient List<Finding> findings = List.of();
  private transient OdometerCurve curve;

  @Inject
  public VehiclePage(
      Vehicles vehicles,
      OrderList orders,
      Upkeep upkeep,
      Findings open,
      Quotes quotes,
      Refusals refusals,
      Wording wording) {
    this.vehicles = vehicles;
    this.orders = orders;
    this.upkeep = upkeep;
    this.open = open;
    this.quotes = quotes;
    this.refusals = refusals;
    this.wording = wording;
  }

  /** For the container's client proxy. */
  protected VehiclePage() {
    this(null, null, null, null, null, null, null);
  }

  /** Reads the vehicle. */
  public void begin() throws IOException {
    Visit.to(id, this::read);
  }

  private void read(long identity) {
    vehicle = vehicles.find(identity);
    version = vehicle.getVersion();
    fields = VehicleFields.of(vehicle);
    List<OdometerReading> all = vehicles.readings(identity);
    readings = all.stream().limit(LATEST).toList();
    predictions = upkeep.predictions(identity);
    curve = OdometerCurve.of(all, predictions);
    services = upkeep.history(identity);
    findings = open.open(identity);
    latest =
        orders
            .search(new OrderQuery(null, Set.of(), null, identity, null), PageRequest.of(0, LATEST))
            .items();
  }

  /** Writes a quote of what was offered before and not done, and shows it. */
  public String offerAgain() {
    Quote[] written = new Quote[1];
    return refusals.attempt("again", () -> written[0] = quotes.offerAgain(id))
        ? "quote?faces-redirect=true&id=" + written[0].getId()
        : null;
  }

  /** Returns whether the vehicle needs something that was offered before. */
  public boolean isOfferedBefore() {
    return findings.stream().anyMatch(finding -> finding.getQuoteLineId() != null);
  }

  /** Changes the particulars. */
  public String save() {
    boolean done =
        refusals.attempt(
            "vehicle", () -> vehicles.change(id, version, fields.data(null, null)), () -> read(id));
    return done ? again() : null;
  }

  /** Notes a reading of today. */
  public String readOdometer() {
    boolean done =
        refusals.attempt(
            "odometer",
            () -> {
              if (odometerKm == null) {
                throw new RuleViolation("odometerKm", null, "This field must not be empty.");
              }
              vehicles.readOdometer(id, odometerKm, source, reason);
            });
    return done ? again() : null;
  }

  private String again() {
    wording.tell("saved", vehicle.getPlate().number());
    return "vehicle?faces-redirect=true&id=" + id;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    if (Visit.begins()) {
      this.id = id;
    }
  }

  public Vehicle getVehicle() {
    return vehicle;
  }

  public VehicleFields getFields() {
    return fields;
  }

  public List<OdometerReading> getReadings() {
    return readings;
  }

  public List<OrderRow> getLatest() {
    return latest;
  }

  /** Returns the services to come, the nearest first. */
  public List<ServicePrediction> getPredictions() {
    return predictions.stream().sorted(Comparator.comparing(ServicePrediction::getDueOn)).toList();
  }

  /** Returns the services that were done, the newest first. */
  public List<ServiceRecord> getServices() {
    return services;
  }

  /** Returns what is still to be done. */
  public List<Finding> getFindings() {
    return findings;
  }

  public OdometerCurve getCurve() {
    return curve;
  }

  public Integer getOdometerKm() {
    return odometerKm;
  }

  public void setOdometerKm(Integer odometerKm) {
    this.odometerKm = odometerKm;
  }

  public OdometerReading.Source getSource() {
    return source;
  }

  public void setSource(OdometerReading.Source source) {
    this.source = source;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  public Fuel[] getFuels() {
    return Fuel.values();
  }

  public List<OdometerReading.Source> getSources() {
    return List.of(
        OdometerReading.Source.CUSTOMER,
        OdometerReading.Source.CORRECTION,
        OdometerReading.Source.REPLACEMENT);
  }
}
