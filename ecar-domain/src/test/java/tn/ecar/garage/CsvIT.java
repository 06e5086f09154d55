package tn.ecar.garage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.csv.CsvExport;
import tn.ecar.garage.csv.ImportMode;
import tn.ecar.garage.csv.ImportReport;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.customer.CustomerData;
import tn.ecar.garage.customer.CustomerRow;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.part.Part;
import tn.ecar.garage.part.PartData;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.Vehicle;
import tn.ecar.garage.vehicle.VehicleData;

/** Files of lines in and out: no good line is lost, no wrong one gets in, none gets in by half. */
class CsvIT {
  private static final Charset ARABIC = Charset.forName("windows-1256");
  private static final int LINES = 10_000;

  private TestGarage garage;

  @BeforeEach
  void open() {
    garage = TestGarage.fresh();
  }

  @AfterEach
  void close() throws SQLException {
    garage.close();
  }

  private ImportReport customers(byte[] file, ImportMode mode) {
    return garage.inOne(() -> garage.csvImport.customers(file, null, mode));
  }

  private long count() {
    return garage.inOne(() -> garage.customers.search("", PageRequest.of(0, 1))).total();
  }

  private List<CustomerRow> rows() {
    return garage.inOne(() -> garage.customers.search("", PageRequest.of(0, 500))).items();
  }

  /** Ten thousand lines in Windows-1256, of which every tenth has a phone that is none. */
  private static byte[] arabicFile() {
    return IntStream.range(0, LINES)
        .mapToObj(
            i ->
                "محمد بن علي "
                    + i
                    + ";"
                    + (i % 10 == 9 ? "abc" : 20_000_000 + i)
                    + ";\"حي الخضراء; عدد "
                    + i
                    + "\"")
        .collect(Collectors.joining("\r\n", "name;phone;address\r\n", "\r\n"))
        .getBytes(ARABIC);
  }

  @Test
  void ofTenThousandArabicLinesTheGoodOnesAreInAndEachWrongOneIsNamed() {
    ImportReport report = customers(arabicFile(), ImportMode.GOOD_LINES);
    assertThat(report.lines()).isEqualTo(LINES);
    assertThat(report.received()).isEqualTo(LINES / 10 * 9);
    assertThat(report.refused())
        .hasSize(LINES / 10)
        .allSatisfy(
            wrong -> {
              assertThat(wrong.field()).isEqualTo("phone");
              assertThat(wrong.value()).isEqualTo("abc");
              assertThat(wrong.line() % 10).isEqualTo(1);
            });
    assertThat(report.refused().get(0).line()).isEqualTo(11);
    assertThat(count()).isEqualTo(LINES / 10 * 9);
    assertThat(rows().get(0).name()).startsWith("محمد بن علي");
  }

  @Test
  void allOrNothingKeepsAFileWithOneWrongLineOut() {
    ImportReport report = customers(arabicFile(), ImportMode.ALL_OR_NOTHING);
    assertThat(report.received()).isZero();
    assertThat(report.refused()).hasSize(LINES / 10);
    assertThat(count()).isZero();
  }

  @Test
  void commaSemicolonTabAndByteOrderMarkAreUnderstood() {
    for (String separator : List.of(",", ";", "\t")) {
      for (String mark : List.of("", "\uFEFF", "sep=" + separator + "\r\n")) {
        String file =
            mark
                + String.join(separator, "Nom", "Téléphone")
                + "\n"
                + "Élyès"
                + separator
                + "20 123 456\n";
        ImportReport report = customers(file.getBytes(UTF_8), ImportMode.ALL_OR_NOTHING);
        assertThat(report.received()).as(file).isEqualTo(1);
      }
    }
    assertThat(rows()).allSatisfy(row -> assertThat(row.name()).isEqualTo("Élyès"));
  }

  @Test
  void aFileThatIsNoTableIsRefusedAsAWhole() {
    for (String file :
        List.of("", "name\nAmel", "name;phone;colour\nA;20123456;red", "name;phone;name\n")) {
      assertThatThrownBy(() -> customers(file.getBytes(UTF_8), ImportMode.GOOD_LINES))
          .as(file)
          .isInstanceOf(RuleViolation.class);
    }
    byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3};
    assertThatThrownBy(() -> customers(picture, ImportMode.GOOD_LINES))
        .isInstanceOf(RuleViolation.class);
    ImportReport shifted =
        customers("name,phone\nAmel,Tunis,20123456\n".getBytes(UTF_8), ImportMode.GOOD_LINES);
    assertThat(shifted.refused().get(0).rule()).contains("more cells");
  }

  @Test
  void whatGoesOutComesInAgainAndChangesNothing() {
    String odd = "=HYPERLINK(\"http://x\");\nAmel; 'Ben' Salah";
    garage.run(
        () ->
            garage.customers.receive(
                new CustomerData(null, odd, "20123456", null, "-1", "@home", null, null, null)));
    garage.vehicle("150 TU 2000");
    List<CustomerRow> before = rows();
    String file = garage.inOne(() -> garage.csvExport.customers(null)).text();
    assertThat(file).startsWith("\uFEFFid;kind;name").contains("\"'=HYPERLINK");
    ImportReport report = customers(file.getBytes(UTF_8), ImportMode.ALL_OR_NOTHING);
    assertThat(report.refused()).isEmpty();
    assertThat(report.changed()).isEqualTo(before.size());
    assertThat(rows()).isEqualTo(before);
    CsvExport.Piece cars = garage.inOne(() -> garage.csvExport.vehicles(null));
    ImportReport same =
        garage.inOne(
            () ->
                garage.csvImport.vehicles(
                    cars.text().getBytes(UTF_8), null, ImportMode.ALL_OR_NOTHING));
    assertThat(same.changed()).isEqualTo(1);
  }

  @Test
  void vehiclesFindTheirOwnersAndAPlateIsTakenOnce() {
    customers(
        "name;phone\nAmel;20123456\nSami;20123457\nAli;20123457".getBytes(UTF_8),
        ImportMode.ALL_OR_NOTHING);
    String file =
        """
        customerPhone;plate;make;year;odometerKm
        20 123 456;123 تونس 4567;Kia;2015;45000
        20123456;123TU4567;Kia;;
        20123457;124 TU 4567;Kia;;
        21000000;125 TU 4567;Kia;;
        ;126 TU 4567;Kia;;
        20123456;127 TU 4567;Kia;20255;
        20123456;128 TU 4567;Kia;2015;-1
        """;
    ImportReport report =
        garage.inOne(
            () -> garage.csvImport.vehicles(file.getBytes(UTF_8), null, ImportMode.GOOD_LINES));
    assertThat(report.received()).isEqualTo(1);
    assertThat(report.refused())
        .extracting(ImportReport.Refusal::field)
        .containsExactly(
            "plate", "customerPhone", "customerPhone", "customerId", "year", "odometerKm");
  }

  @Test
  void partsComeWithTheirStockAsMovements() {
    String file =
        """
        number;name;price;onHand;fodec
        OIL;Huile;18,500;40,5;oui
        OIL;Huile;18,500;;
        AIR;Filtre;abc;;
        GAZ;Filtre;12.5;-3;
        """;
    ImportReport report =
        garage.inOne(
            () -> garage.csvImport.parts(file.getBytes(UTF_8), null, ImportMode.GOOD_LINES));
    assertThat(report.received()).isEqualTo(1);
    assertThat(report.refused()).extracting(ImportReport.Refusal::line).containsExactly(3L, 4L, 5L);
    assertThat(
            garage
                .inOne(() -> garage.parts.search("OIL", PageRequest.of(0, 5)))
                .items()
                .get(0)
                .onHand())
        .hasToString("40.500");
    assertThat(garage.inOne(() -> garage.books.check())).isEmpty();
  }

  @Test
  void aListOfPricesLeavesTaxClassBarcodeAndSupplierAlone() {
    Part filter =
        garage.inOne(
            () ->
                garage.parts.add(
                    new PartData(
                        "AIR",
                        "6191234567890",
                        "Filtre",
                        "l",
                        new BigDecimal("4.5"),
                        new BigDecimal("12.5"),
                        TaxClass.REDUCED,
                        true,
                        "Sfax Pièces")));
    String file = "id;number;name;price\n" + filter.getId() + ";AIR;Filtre;13,250\n;OIL;Huile;9\n";
    ImportReport report = parts(file);
    assertThat(report.refused()).isEmpty();
    assertThat(report.changed()).isEqualTo(1);
    Part changed = garage.inOne(() -> garage.parts.find(filter.getId()));
    assertThat(changed.getPrice()).hasToString("13.250");
    assertThat(changed.getTaxClass()).isEqualTo(TaxClass.REDUCED);
    assertThat(changed.isFodec()).isTrue();
    assertThat(changed.getReorderPoint()).hasToString("4.500");
    assertThat(changed.getUnit()).isEqualTo("l");
    assertThat(changed.getBarcode()).isEqualTo("6191234567890");
    assertThat(changed.getSupplier()).isEqualTo("Sfax Pièces");

    parts("id;number;name;price;supplier\n" + filter.getId() + ";AIR;Filtre;13;\n");
    assertThat(garage.inOne(() -> garage.parts.find(filter.getId())).getSupplier()).isNull();
  }

  private ImportReport parts(String file) {
    return garage.inOne(
        () -> garage.csvImport.parts(file.getBytes(UTF_8), null, ImportMode.ALL_OR_NOTHING));
  }

  @Test
  void aListOfPhonesLeavesAddressAndLanguageAlone() {
    Customer amel =
        garage.inOne(
            () ->
                garage.customers.receive(
                    new CustomerData(
                        Customer.Kind.COMPANY,
                        "Amel",
                        "20123456",
                        "71123456",
                        "@home",
                        "Sfax",
                        null,
                        "01234567",
                        Customer.Language.AR)));
    customers(
        ("id;name;phone;town\n" + amel.getId() + ";Amel;20123457;\n").getBytes(UTF_8),
        ImportMode.ALL_OR_NOTHING);
    Customer changed = garage.inOne(() -> garage.customers.find(amel.getId()));
    assertThat(changed.getPhone().number()).isEqualTo("+21620123457");
    assertThat(changed.getSecondPhone().number()).isEqualTo("+21671123456");
    assertThat(changed.getAddress()).isEqualTo("@home");
    assertThat(changed.getKind()).isEqualTo(Customer.Kind.COMPANY);
    assertThat(changed.getCin().number()).isEqualTo("01234567");
    assertThat(changed.getLanguage()).isEqualTo(Customer.Language.AR);
    assertThat(changed.getTown()).isNull();
  }

  @Test
  void aListOfPlatesLeavesVinModelAndYearAlone() {
    long owner = garage.person("Amel").getId();
    Vehicle kia =
        garage.inOne(
            () ->
                garage.vehicles.receive(
                    new VehicleData(
                        owner,
                        "150 TU 1",
                        "1HGBH41JXMN109186",
                        "Kia",
                        "Picanto",
                        2015,
                        Fuel.DIESEL,
                        null)));
    String file = "id;plate;make\n" + kia.getId() + ";151 TU 1;Kia\n";
    garage.inOne(
        () -> garage.csvImport.vehicles(file.getBytes(UTF_8), null, ImportMode.ALL_OR_NOTHING));
    Vehicle changed = garage.inOne(() -> garage.vehicles.find(kia.getId()));
    assertThat(changed.getPlate().number()).isEqualTo("151 TU 1");
    assertThat(changed.getVin().number()).isEqualTo("1HGBH41JXMN109186");
    assertThat(changed.getModel()).isEqualTo("Picanto");
    assertThat(changed.getYear()).isEqualTo(2015);
    assertThat(changed.getFuel()).isEqualTo(Fuel.DIESEL);
  }
}
