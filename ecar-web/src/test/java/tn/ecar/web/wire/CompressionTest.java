package tn.ecar.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a browser takes what is compressed. */
class CompressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br | true",
        "br;q=1.0, GZIP;q=0.8 | true",
        "gzip;q=0 | false",
        "gzip;q=0.0 | false",
        "br, zstd | false",
        "'' | false"
      })
  void asTheHeaderSays(String header, boolean takes) {
    assertThat(Compression.takesGzip(header)).isEqualTo(takes);
    assertThat(Compression.takesGzip(null)).isFalse();
  }
}
