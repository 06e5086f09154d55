package tn.ecar.garage.upkeep;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;

/**
 * After how far and how long something is done again, for every vehicle, a make, or a model. Of
 * several with one name the most specific counts: make and model, then make, then every vehicle.
 */
@Entity
@Table(name = "service_interval")
public class ServiceInterval {
  private static final int LEAST_KM = 100;
  private static final int MOST_KM = 1_000_000;
  private static final int MOST_DAYS = 3_650;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "service_interval_id")
  @SequenceGenerator(
      name = "service_interval_id",
      sequenceName = "service_interval_id",
      allocationSize = 50)
  private Long id;

  @Version private int version;

  private String name;
  private String make;
  private String model;
  private Integer km;
  private Integer days;

  /** For the persistence provider. */
  protected ServiceInterval() {}

  /**
   * Notes an interval.
   *
   * @throws RuleViolation if a value breaks its form
   */
  public ServiceInterval(IntervalData data) {
    change(data);
  }

  final void change(IntervalData data) {
    String newName = Texts.required("name", data.name(), 60);
    String newMake = Texts.optional("make", data.make(), 60);
    String newModel = Texts.optional("model", data.model(), 60);
    if (newModel != null && newMake == null) {
      throw new RuleViolation("make", "", "A model is one of a make.");
    }
    if (data.km() == null && data.days() == null) {
      throw new RuleViolation("km", "", "An interval ends after km, after days, or both.");
    }
    require("km", data.km(), LEAST_KM, MOST_KM);
    require("days", data.days(), 1, MOST_DAYS);
    name = newName;
    make = newMake;
    model = newModel;
    km = data.km();
    days = data.days();
  }

  /** Returns the form in which a service's name is looked up: upper and lower case are one name. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Gives it a service's name as it is spelled elsewhere. */
  void spell(String as) {
    name = as;
  }

  private static void require(String field, Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw new RuleViolation(field, value, "This lies between " + least + " and " + most + ".");
    }
  }

  /**
   * Returns the intervals of a vehicle, one for each name, by name: the most specific ones.
   *
   * @param model may be null
   */
  public static List<ServiceInterval> of(
      Collection<ServiceInterval> all, String make, String model) {
    TreeMap<String, ServiceInterval> chosen = new TreeMap<>();
    BinaryOperator<ServiceInterval> specific =
        BinaryOperator.maxBy(Comparator.comparingInt(ServiceInterval::specificity));
    all.stream()
        .filter(one -> one.fits(make, model))
        .forEach(one -> chosen.merge(key(one.name), one, specific));
    return List.copyOf(chosen.values());
  }

  private boolean fits(String ofMake, String ofModel) {
    return (make == null || make.equalsIgnoreCase(ofMake))
        && (model == null || model.equalsIgnoreCase(ofModel));
  }

  private int specificity() {
    return (make == null ? 0 : 1) + (model == null ? 0 : 1);
  }

  public Long getId() {
    return id;
  }

  public int getVersion() {
    return version;
  }

  /** Returns what is done. */
  public String getName() {
    return name;
  }

  /** Returns the make, or null for every one. */
  public String getMake() {
    return make;
  }

  /** Returns the model, or null for every one. */
  public String getModel() {
    return model;
  }

  /** Returns the limit in km, or null. */
  public Integer getKm() {
    return km;
  }

  /** Returns the limit in days, or null. */
  public Integer getDays() {
    return days;
  }

  /** Returns name, vehicle and limits, for the audit log. */
  @Override
  public String toString() {
    return name
        + (make == null ? "" : ", " + make)
        + (model == null ? "" : " " + model)
        + ": "
        + (km == null ? "" : km + " km ")
        + (days == null ? "" : days + " days");
  }
}
