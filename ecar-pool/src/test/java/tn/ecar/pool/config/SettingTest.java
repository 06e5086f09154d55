package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {

  /** Keys of our own stand after those of the contract. */
  @Test
  void the_first_are_those_of_the_contract_with_its_defaults() {
    assertThat(ContractSettings.lines()).hasSize(100);
    assertThat(Arrays.stream(Setting.values()).limit(100).map(SettingTest::line))
        .containsExactlyInAnyOrderElementsOf(ContractSettings.lines());
  }

  private static ContractSettings.Line line(Setting setting) {
    return new ContractSettings.Line(setting.key(), setting.defaultValue(), setting.reloadable());
  }

  @ParameterizedTest
  @EnumSource
  void each_says_what_it_means_and_its_default_is_allowed(Setting setting) {
    assertThat(setting.meaning()).endsWith(".").hasSizeGreaterThan(15);
    assertThat(Setting.ofKey(setting.key())).hasValue(setting);
    if (!setting.defaultValue().isEmpty()) {
      assertThat(setting.type().canonical(setting.defaultValue()))
          .isEqualTo(setting.defaultValue());
    }
  }

  @Property
  void whole_seconds_keep_their_form(@ForAll @IntRange(min = 0) int seconds) {
    assertThat(ValueType.SECONDS.canonical(Integer.toString(seconds)))
        .isEqualTo(Integer.toString(seconds));
    assertThat(ValueType.seconds(Integer.toString(seconds)).toSeconds()).isEqualTo(seconds);
  }

  @Test
  void a_value_has_one_form() {
    assertThat(ValueType.SECONDS.canonical("5.0")).isEqualTo("5");
    assertThat(ValueType.SECONDS.canonical("0.50")).isEqualTo("0.5");
    assertThat(ValueType.SECONDS.canonical("100")).isEqualTo("100");
    assertThat(ValueType.FLAG.canonical("Yes")).isEqualTo("1");
    assertThat(ValueType.FLAG.canonical("off")).isEqualTo("0");
    assertThat(Setting.POOL_MODE.type().canonical("Session")).isEqualTo("session");
  }

  @Test
  void what_is_not_allowed_is_refused() {
    for (String seconds : List.of("-1", "1h", "", "99999999999")) {
      assertThatThrownBy(() -> ValueType.SECONDS.canonical(seconds))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ValueType.FLAG.canonical("2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueType.COUNT.canonical("2147483648"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Setting.UNIX_SOCKET_MODE.type().canonical("0888"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
