package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.DatabaseSettings;

class PlaceTest {
  @TempDir Path directory;

  private Place place(String entry) throws Exception {
    Path ini = directory.resolve("pool.ini");
    Files.writeString(ini, "[databases]\nx = " + entry + "\n[pgbouncer]\n");
    DatabaseSettings settings = Configuration.read(ini, Map.of()).databases().get("x");
    return new Place(settings, settings.addresses().get(0));
  }

  private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
    return addresses;
  }

  /** The trial went to one of them, the change to the next and the proof to a third. */
  @Test
  void aNameOfSeveralServersWasRotatedAsIfItWereOne() throws Exception {
    Place place = place("host=replicas.example");
    assertThat(place.manyBehindOneName(addresses("192.0.2.2", "192.0.2.1")))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("host=replicas.example of x in [databases]")
                    .contains("192.0.2.1, 192.0.2.2")
                    .contains("RELOAD"));
    assertThat(place.manyBehindOneName(addresses("192.0.2.1"))).isEmpty();
    assertThat(place.manyBehindOneName(List.of())).isEmpty();
  }

  @Test
  void aServerWithAnAddressOfEachFamilyIsOne() throws Exception {
    Place place = place("host=db.example");
    assertThat(place.manyBehindOneName(addresses("192.0.2.1", "2001:db8::1"))).isEmpty();
    assertThat(place.manyBehindOneName(addresses("192.0.2.1", "2001:db8::1", "2001:db8::2")))
        .isPresent();
  }

  @Test
  void whatThisMachineCallsItselfIsOneServer() throws Exception {
    assertThat(place("host=localhost").manyBehindOneName(addresses("127.0.0.1", "::1"))).isEmpty();
  }
}
