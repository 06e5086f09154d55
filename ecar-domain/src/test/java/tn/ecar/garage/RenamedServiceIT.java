package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.upkeep.IntervalData;
import tn.ecar.garage.upkeep.ServiceInterval;

/** A service that is called otherwise, of which orders and messages kept two spellings. */
class RenamedServiceIT {
  /** The vehicles, orders and customers are left out: their keys are not asked for. */
  private static final String WITHOUT_THEM = "set session_replication_role = replica; ";

  private static final String MESSAGES =
      """
      insert into message (id, version, message_key, kind, channel, customer_id, recipient, body,
        state, written_at, next_attempt_at, expires_at, state_since)
      select number, 1, 'service/10/' || name || '/100', 'SERVICE', 'SMS', 1, '+21620123456', 'x',
        'SENT', now(), now(), now() + interval '1 day', now()
      from (values (1, 'vidange'), (2, 'Vidange')) as said (number, name)
      """;

  @Test
  void aServiceInTwoSpellingsOnOneOrderCouldNotBeRenamed() throws SQLException {
    try (TestGarage garage = TestGarage.fresh()) {
      garage.sql(
          WITHOUT_THEM + "insert into order_service values (1, 2, 'Vidange'), (2, 2, 'vidange')");
      garage.sql(
          WITHOUT_THEM
              + "insert into service_record values (1, 1, 'vidange', '2026-01-01', 9, 2, 'x'),"
              + " (2, 1, 'Vidange', '2026-01-01', 9, 2, 'x'),"
              + " (3, 1, 'Vidange', '2026-01-01', 9, null, 'x'),"
              + " (4, 1, 'vidange', '2026-01-01', 9, null, 'x')");
      garage.sql(WITHOUT_THEM + MESSAGES);
      ServiceInterval oil =
          garage.inOne(
              () ->
                  garage.intervals.all().stream()
                      .filter(one -> one.getName().equals("Vidange"))
                      .findFirst()
                      .orElseThrow());

      garage.run(
          () ->
              garage.intervals.change(
                  oil.getId(),
                  oil.getVersion(),
                  new IntervalData("Huile moteur", null, null, 5000, null)));

      assertThat(garage.one("select string_agg(name, ', ' order by id) from order_service"))
          .isEqualTo("Huile moteur, vidange");
      assertThat(garage.one("select string_agg(name, ', ' order by id) from service_record"))
          .isEqualTo("Huile moteur, Vidange, Huile moteur, Huile moteur");
      assertThat(garage.one("select string_agg(message_key, ', ' order by id) from message"))
          .isEqualTo("service/10/Huile moteur/100, service/10/Vidange/100");
    }
  }
}
