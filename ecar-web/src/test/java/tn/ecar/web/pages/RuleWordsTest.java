package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.customer.Phone;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.vehicle.Plate;
import tn.ecar.garage.vehicle.Vin;

/** The rules as the domain says them find their translation. */
class RuleWordsTest {
  private static String french(RuleViolation violation) {
    return new RuleWords(
            new Wording() {
              @Override
              public Locale locale() {
                return Locale.FRENCH;
              }
            })
        .of(violation);
  }

  private static RuleViolation refused(Runnable attempt) {
    try {
      attempt.run();
    } catch (RuleViolation violation) {
      return violation;
    }
    throw new AssertionError("Nothing was refused.");
  }

  @Test
  void theFormsOfValuesAreSaidInFrench() {
    assertThat(french(refused(() -> new Plate("xyz"))))
        .startsWith("Une immatriculation s’écrit 123 TU 4567");
    assertThat(french(refused(() -> new Vin("WVW1"))))
        .isEqualTo("Un VIN a 17 lettres et chiffres, sans I, O ni Q.");
    assertThat(french(refused(() -> new Phone("12")))).startsWith("Un téléphone a 8 chiffres");
    assertThat(french(refused(() -> Quantity.positive(new java.math.BigDecimal("-1")))))
        .isEqualTo("Une quantité est supérieure à 0.");
  }

  @Test
  void theNumbersOfARuleAreKept() {
    RuleViolation lower =
        new RuleViolation(
            "odometerKm",
            44000,
            "The odometer showed 45000 km on 2026-03-05: a lower reading needs to be a correction"
                + " or an odometer replacement, with a reason.");
    assertThat(french(lower)).contains("45000 km").contains("2026-03-05").startsWith("Le compteur");
  }

  @ParameterizedTest
  @ValueSource(strings = {"This rule is new: {0}, '{' and 7 others.", "Nothing"})
  void aRuleNobodyTranslatedIsShownAsItIs(String rule) {
    assertThat(french(new RuleViolation("unheardOf", "", rule))).isNotEmpty();
  }
}
