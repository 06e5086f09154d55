package tn.ecar.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.idempotency.KeptAnswer;
import tn.ecar.garage.idempotency.RequestKey;
import tn.ecar.garage.staff.ApiKeys;
import tn.ecar.garage.staff.Role;

/** What programs need: keys, and requests that count once. */
class ProgramIT {
  private static final String HASH = "a".repeat(64);
  private static final KeptAnswer DONE =
      new KeptAnswer(201, "application/json", "/api/v1/orders/7", "\"1\"", "{\"id\":7}");

  private static TestGarage garage;

  @BeforeAll
  static void open() {
    garage = TestGarage.fresh();
  }

  @AfterAll
  static void close() throws SQLException {
    garage.close();
  }

  private static RequestKey key(String key, String hash) {
    return new RequestKey("caisse", key, "POST /api/v1/orders", hash);
  }

  private static Optional<KeptAnswer> reserve(RequestKey key) {
    return garage.inOne(() -> garage.requestKeys.reserve(key));
  }

  @Test
  void aKeyAnswersTheSameAgainAndNothingElse() {
    RequestKey key = key("0001-order", HASH);
    assertThat(reserve(key)).isEmpty();
    assertThatThrownBy(() -> reserve(key)).isInstanceOf(Conflict.class);
    garage.run(() -> garage.requestKeys.keep(key, DONE));
    assertThat(reserve(key)).contains(DONE);
    assertThatThrownBy(() -> reserve(key("0001-order", "b".repeat(64))))
        .isInstanceOf(RuleViolation.class);
    assertThat(reserve(new RequestKey("other", "0001-order", "POST /x", HASH))).isEmpty();
    assertThatThrownBy(() -> key("short", HASH)).isInstanceOf(RuleViolation.class);
  }

  @Test
  void aRefusedRequestGivesItsKeyBackAndAnOldOneIsForgotten() {
    RequestKey key = key("0002-order", HASH);
    reserve(key);
    garage.run(() -> garage.requestKeys.giveBack(key));
    assertThat(reserve(key)).isEmpty();
    garage.run(() -> garage.requestKeys.keep(key, DONE));
    assertThat(garage.time.at(garage.time.now().plus(Duration.ofHours(25)), () -> reserve(key)))
        .isEmpty();
  }

  @Test
  void sixteenAtOnceBeginOnce() throws InterruptedException, TimeoutException {
    List<Object> outcomes = Crowd.atOnce(16, person -> reserve(key("0003-order", HASH)));
    assertThat(outcomes).filteredOn(o -> o.equals(Optional.empty())).hasSize(1);
    assertThat(outcomes).filteredOn(Conflict.class::isInstance).hasSize(15);
  }

  @Test
  void aKeyOpensUntilItIsRevokedAndIsStoredNowhere() throws SQLException {
    ApiKeys.Made made = garage.inOne(() -> garage.apiKeys.make("caisse", List.of(Role.FRONTDESK)));
    assertThat(made.secret()).startsWith("ecar_").hasSize(48);
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(garage.one("select row_to_json(k)::text from api_key k"))
        .doesNotContain(made.secret().substring(5));
    assertThat(
            garage.inOne(() -> garage.apiKeys.holder(made.secret())).orElseThrow().getRoleNames())
        .containsExactly("frontdesk");
    assertThat(garage.inOne(() -> garage.apiKeys.holder(made.secret() + "x"))).isEmpty();
    assertThatThrownBy(() -> garage.run(() -> garage.apiKeys.make("caisse", List.of(Role.MANAGER))))
        .isInstanceOf(Conflict.class);
    garage.run(() -> garage.apiKeys.revoke(made.key().getId()));
    assertThat(garage.inOne(() -> garage.apiKeys.holder(made.secret()))).isEmpty();
  }
}
