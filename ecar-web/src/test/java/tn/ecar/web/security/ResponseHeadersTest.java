package tn.ecar.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What browsers are told. */
class ResponseHeadersTest {
  @Test
  void transportSecurityIsToldOnlyWhereItIsConfigured() {
    assertThat(ResponseHeaders.transport(null)).isNull();
    assertThat(ResponseHeaders.transport(" ")).isNull();
    assertThat(ResponseHeaders.transport("31536000"))
        .isEqualTo("max-age=31536000; includeSubDomains");
  }

  @Test
  void aWrongTimeIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> ResponseHeaders.transport("a year"))
        .hasMessageContaining("ECAR_HSTS_SECONDS")
        .hasMessageContaining("a year")
        .hasMessageContaining("31536000");
  }

  @Test
  void anotherPortIsAnotherHost() {
    assertThat(ResponseHeaders.sameHost("http://localhost:8080", "localhost:8080")).isTrue();
    assertThat(ResponseHeaders.sameHost("http://localhost:8081", "localhost:8080")).isFalse();
    assertThat(ResponseHeaders.sameHost("null", "localhost:8080")).isFalse();
  }
}
