package tn.ecar.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where somebody may be led after the sign-in. */
class LocalAddressTest {
  @Test
  void keepsPathAndQueryAndLeavesTheServerOut() {
    assertThat(LocalAddress.of("https://garage.example/order.xhtml?id=7&x=a%20b"))
        .hasValue("/order.xhtml?id=7&x=a%20b");
    assertThat(LocalAddress.of("/today.xhtml")).hasValue("/today.xhtml");
    assertThat(LocalAddress.of("//evil.example/x")).hasValue("/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", "evil.example", "", "/\\evil.example", "https:evil"})
  void refusesWhatMightLeadElsewhere(String address) {
    assertThat(LocalAddress.of(address)).isEmpty();
  }

  @Test
  void refusesNothing() {
    assertThat(LocalAddress.of(null)).isEmpty();
  }
}
