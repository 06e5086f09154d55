package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.audit.AuditEntry;

class AuditTrailTest {
  private final Wording french =
      new Wording() {
        @Override
        public Locale locale() {
          return Locale.FRENCH;
        }
      };
  private final AuditTrail trail = new AuditTrail(french, new Formats(null, null));

  private static AuditEntry entry(String action, String kind, String before, String after) {
    return new AuditEntry(
        Instant.parse("2026-05-04T08:00:00Z"), "accueil", action, kind, 17L, before, after);
  }

  @Test
  void anActionAndItsThingAreNamedInWords() {
    AuditEntry entry = entry("credit-note.issued", "credit-note", null, "AV-2026-000001");
    assertThat(trail.action(entry)).isEqualTo("Avoir émis");
    assertThat(trail.subject(entry)).isEqualTo("Avoir 17");
  }

  @Test
  void momentsAreThoseOfTunisAndStatesHaveTheirNames() {
    AuditEntry booked =
        entry(
            "appointment.booked",
            "appointment",
            null,
            "2026-05-04T07:00:00Z to 2026-05-04T08:30:00Z, Pont 1");
    assertThat(trail.state(booked, booked.getAfter()))
        .isEqualTo("04/05/2026 08:00 to 04/05/2026 09:30, Pont 1");
    AuditEntry moved = entry("order.transition", "order", "DRAFT", "APPROVED: par téléphone");
    assertThat(trail.state(moved, moved.getBefore())).isEqualTo("Brouillon");
    assertThat(trail.state(moved, moved.getAfter())).isEqualTo("Accepté: par téléphone");
    assertThat(trail.state(moved, null)).isEmpty();
  }

  @Test
  void whatNobodyHasNamedIsShownAsItIs() {
    AuditEntry entry = entry("thing.done", "thing", null, "DONE");
    assertThat(trail.action(entry)).isEqualTo("thing.done");
    assertThat(trail.subject(entry)).isEqualTo("thing 17");
    assertThat(trail.state(entry, entry.getAfter())).isEqualTo("DONE");
  }
}
