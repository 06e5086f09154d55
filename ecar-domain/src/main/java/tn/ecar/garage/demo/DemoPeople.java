package tn.ecar.garage.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.VehicleData;

/** Makes believable people, companies and cars of Tunisia, the same ones for the same seed. */
final class DemoPeople {
  private static final List<String> FIRST =
      words(
          "Mohamed Ahmed Ali Sami Karim Nabil Hichem Walid Anis Mehdi Youssef Bilel Ramzi Slim Moez"
              + " Tarek Riadh Fethi Lotfi Adel Amine Oussama Aymen Skander Fatma Amira Salma Ines"
              + " Rim Olfa Sonia Leila Nadia Hela Asma Mariem Khadija Syrine Wafa Dorra");
  private static final List<String> LAST =
      List.of(
          "Ben Ali",
          "Trabelsi",
          "Ben Salah",
          "Gharbi",
          "Jebali",
          "Hammami",
          "Mejri",
          "Chaabane",
          "Bouazizi",
          "Dridi",
          "Ayari",
          "Ben Youssef",
          "Khelifi",
          "Sassi",
          "Mansouri",
          "Ferchichi",
          "Zouari",
          "Abidi",
          "Ben Amor",
          "Chebbi",
          "Karoui",
          "Louati",
          "Masmoudi",
          "Turki",
          "Haddad",
          "Ben Romdhane",
          "Guesmi",
          "Nasri",
          "Rezgui",
          "Tlili");
  private static final List<String> TOWNS =
      List.of(
          "Tunis",
          "Ariana",
          "La Marsa",
          "Le Bardo",
          "Ben Arous",
          "Manouba",
          "Sousse",
          "Sfax",
          "Nabeul",
          "Hammamet",
          "Bizerte",
          "Monastir",
          "Mahdia",
          "Kairouan",
          "Gabès",
          "Béja",
          "Zaghouan",
          "Radès",
          "Mégrine",
          "Ezzahra");
  private static final List<String> STREETS =
      List.of(
          "avenue Habib Bourguiba",
          "rue de Marseille",
          "avenue de la Liberté",
          "rue Ibn Khaldoun",
          "rue Farhat Hached",
          "avenue Mohamed V",
          "rue de Palestine",
          "rue Tahar Sfar",
          "avenue de Carthage",
          "rue du 18 Janvier",
          "rue Alain Savary",
          "avenue Taïeb Mhiri");
  private static final List<String> TRADES =
      List.of(
          "Transport", "Bâtiment", "Location", "Pharma", "Textile", "Import", "Services", "Agro");
  private static final String KEY_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ";
  private static final String VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";

  /** Maker's code, make, model, kind of fuel: weighted as the streets of Tunis look. */
  private static final List<Model> MODELS =
      List.of(
          new Model("VF3", "Peugeot", "208", Fuel.PETROL),
          new Model("VF3", "Peugeot", "301", Fuel.DIESEL),
          new Model("VF3", "Peugeot", "Partner", Fuel.DIESEL),
          new Model("VF7", "Citroën", "C3", Fuel.PETROL),
          new Model("VF7", "Citroën", "Berlingo", Fuel.DIESEL),
          new Model("VF1", "Renault", "Clio", Fuel.PETROL),
          new Model("VF1", "Renault", "Symbol", Fuel.PETROL),
          new Model("VF1", "Renault", "Mégane", Fuel.DIESEL),
          new Model("UU1", "Dacia", "Logan", Fuel.PETROL),
          new Model("WVW", "Volkswagen", "Golf", Fuel.PETROL),
          new Model("WVW", "Volkswagen", "Polo", Fuel.PETROL),
          new Model("KNA", "Kia", "Picanto", Fuel.PETROL),
          new Model("KNA", "Kia", "Rio", Fuel.PETROL),
          new Model("KMH", "Hyundai", "i10", Fuel.PETROL),
          new Model("KMH", "Hyundai", "Tucson", Fuel.DIESEL),
          new Model("SB1", "Toyota", "Yaris", Fuel.HYBRID),
          new Model("JTD", "Toyota", "Corolla", Fuel.PETROL),
          new Model("ZFA", "Fiat", "Punto", Fuel.DIESEL),
          new Model("WF0", "Ford", "Fiesta", Fuel.PETROL),
          new Model("MPA", "Isuzu", "D-Max", Fuel.DIESEL));

  private final Random random;
  private final Set<String> plates = new HashSet<>();

  DemoPeople(Random random) {
    this.random = random;
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  CustomerData customer() {
    boolean company = random.nextInt(8) == 0;
    String name =
        company ? "Société " + any(LAST) + " " + any(TRADES) : any(FIRST) + " " + any(LAST);
    String phone = "" + "2459".charAt(random.nextInt(4)) + digits(7);
    String address = (1 + random.nextInt(140)) + ", " + any(STREETS);
    return new CustomerData(
        company ? Customer.Kind.COMPANY : Customer.Kind.PERSON,
        name,
        phone,
        company ? "71" + digits(6) : null,
        address,
        any(TOWNS),
        company ? digits(7) + letter(KEY_LETTERS) + "/A/M/000" : null,
        company ? null : "0" + digits(7),
        random.nextInt(10) == 0 ? Customer.Language.AR : Customer.Language.FR);
  }

  VehicleData vehicle(long customerId, int today, int km) {
    Model model = any(MODELS);
    return new VehicleData(
        customerId,
        plate(),
        vin(model.maker()),
        model.make(),
        model.name(),
        today - 1 - random.nextInt(12),
        model.fuel(),
        km);
  }

  private String plate() {
    String plate;
    do {
      boolean suspended = random.nextInt(25) == 0;
      plate =
          suspended
              ? "RS " + (100_000 + random.nextInt(90_000))
              : (120 + random.nextInt(130)) + " TU " + (1 + random.nextInt(9_999));
    } while (!plates.add(plate));
    return plate;
  }

  private String vin(String maker) {
    StringBuilder vin = new StringBuilder(maker);
    while (vin.length() < 11) {
      vin.append(letter(VIN_LETTERS));
    }
    return vin.append(digits(6)).toString();
  }

  private String digits(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  private String letter(String alphabet) {
    return String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())))
        .toUpperCase(Locale.ROOT);
  }

  private record Model(String maker, String make, String name, Fuel fuel) {}
}
