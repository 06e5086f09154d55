package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.batch.Job;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.inspection.PointResult;
import tn.ecar.garage.invoice.EInvoiceState;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxRate;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.part.StockMovement;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.quote.Decision;
import tn.ecar.garage.quote.QuoteState;
import tn.ecar.garage.report.Report;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.supply.PurchaseState;
import tn.ecar.garage.vehicle.Fuel;
import tn.ecar.garage.vehicle.OdometerReading;

/** Every text of the pages is in every language, and no page holds a text of its own. */
class TextsTest {
  private static final Pattern USED = Pattern.compile("t\\['([^']+)'\\]");
  private static final Pattern LETTERS_BETWEEN_TAGS =
      Pattern.compile(">[^<>#{}]*[A-Za-z\\u00C0-\\u024F]{3,}[^<>#{}]*<");
  private static final Set<String> NAMES =
      Set.of(
          "ECAR",
          "· ECAR",
          "FODEC",
          "SHOW",
          "PDF",
          "JSON",
          "CSV",
          "Ctrl",
          "Esc",
          "PAUSE",
          "RESUME",
          "RECONNECT",
          "RELOAD",
          "WhatsApp",
          "SMS",
          "SHOW ADVICE",
          "Français",
          "English");
  private static final List<Path> ROOTS =
      List.of(Path.of("src/main/webapp"), Path.of("src/main/resources/META-INF/tags"));

  private static ResourceBundle bundle(String language) {
    return ResourceBundle.getBundle(Wording.BUNDLE, Locale.forLanguageTag(language));
  }

  /** Actions are written by three modules as {@code thing.deed}; the page of the log names both. */
  @Test
  void everyActionOfTheLogHasAName() throws IOException {
    ResourceBundle texts = bundle("en");
    Set<String> things = new TreeSet<>();
    texts.keySet().stream()
        .filter(key -> key.startsWith("subject."))
        .forEach(key -> things.add(key.substring("subject.".length())));
    Pattern literal = Pattern.compile("\"([a-z-]+)\\.(?!txt|json)[a-z-]+\"");
    Set<String> actions = new TreeSet<>();
    for (String module : List.of("../ecar-domain", "../ecar-batch", ".")) {
      try (Stream<Path> all = Files.walk(Path.of(module, "src/main/java"))) {
        for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
          String source = Files.readString(file);
          if (source.contains("audit")) {
            literal
                .matcher(source)
                .results()
                .filter(found -> things.contains(found.group(1)))
                .forEach(found -> actions.add(found.group().replace("\"", "")));
          }
        }
      }
    }
    assertThat(actions).hasSizeGreaterThan(80);
    assertThat(actions.stream().filter(action -> !texts.containsKey("deed." + action))).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path root : ROOTS) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(path -> path.toString().endsWith(".xhtml")).forEach(pages::add);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar", "en"})
  void everyLanguageSaysTheSameThings(String language) {
    assertThat(bundle(language).keySet()).isEqualTo(bundle("fr").keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar", "en"})
  void everyLanguageHasTheSamePlacesForValues(String language) {
    for (String key : bundle("fr").keySet()) {
      assertThat(places(bundle(language).getString(key)))
          .as(key)
          .isEqualTo(places(bundle("fr").getString(key)));
    }
  }

  private static int places(String sentence) {
    return new MessageFormat(sentence, Locale.ROOT).getFormatsByArgumentIndex().length;
  }

  @Test
  void everyKeyOfAPageIsInTheBundles() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path page : pages()) {
      Matcher used = USED.matcher(Files.readString(page));
      while (used.find()) {
        if (!bundle("fr").containsKey(used.group(1))) {
          missing.add(page.getFileName() + ": " + used.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyNameOfTheDomainHasAWord() {
    Stream<String> names =
        Stream.of(
                Arrays.stream(OrderState.values()).map(state -> "state." + state),
                Arrays.stream(Fuel.values()).map(fuel -> "fuel." + fuel),
                Arrays.stream(LineKind.values()).map(kind -> "line.kind." + kind),
                Arrays.stream(Customer.Kind.values()).map(kind -> "customer.kind." + kind),
                Arrays.stream(Customer.Language.values()).map(language -> "language." + language),
                Arrays.stream(OdometerReading.Source.values()).map(source -> "reading." + source),
                Arrays.stream(PointResult.values()).map(result -> "point." + result),
                Arrays.stream(Role.values()).map(role -> "role." + role.roleName()),
                Arrays.stream(QuoteState.values()).map(state -> "quote.state." + state),
                Arrays.stream(Decision.values()).map(decision -> "decision." + decision),
                Arrays.stream(EInvoiceState.values()).map(state -> "eInvoice.state." + state),
                Arrays.stream(PurchaseState.values()).map(state -> "purchase.state." + state),
                Arrays.stream(Payment.Method.values()).map(method -> "method." + method),
                Arrays.stream(Payment.Kind.values()).map(kind -> "payment.kind." + kind),
                Arrays.stream(StockMovement.Reason.values()).map(why -> "movement." + why),
                Arrays.stream(TaxClass.values()).map(taxClass -> "taxClass." + taxClass),
                Arrays.stream(TaxRate.Kind.values()).map(kind -> "rate." + kind),
                Arrays.stream(TaxRate.Kind.values()).map(kind -> "rate.unit." + kind),
                Arrays.stream(Report.Kind.values())
                    .map(kind -> "report." + kind.name().toLowerCase(Locale.ROOT)),
                Arrays.stream(Report.Kind.values())
                    .map(kind -> "report.about." + kind.name().toLowerCase(Locale.ROOT)),
                Arrays.stream(Job.values()).map(job -> "job.name." + job.key()))
            .flatMap(each -> each);
    assertThat(bundle("fr").keySet()).containsAll(names.toList());
  }

  @ParameterizedTest
  @CsvSource({
    "1,تم جرد رف واحد.",
    "2,تم جرد رفين.",
    "3,تم جرد 3 رفوف.",
    "10,تم جرد 10 رفوف.",
    "11,تم جرد 11 رفا.",
    "99,تم جرد 99 رفا.",
    "100,تم جرد 100 رف."
  })
  void arabicCountsInItsOwnForms(int shelves, String said) {
    String pattern = bundle("ar").getString("count.posted");
    assertThat(Wording.filled(pattern, Locale.forLanguageTag("ar"), shelves)).isEqualTo(said);
  }

  @Test
  void noPageHoldsATextOfItsOwn() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path page : pages()) {
      String source = Files.readString(page).replaceAll("(?s)<!--.*?-->", "");
      Matcher text = LETTERS_BETWEEN_TAGS.matcher(source);
      while (text.find()) {
        String words = text.group().substring(1, text.group().length() - 1).strip();
        if (!NAMES.contains(words)) {
          found.add(page.getFileName() + ": " + words);
        }
      }
    }
    assertThat(found).isEmpty();
  }
}
