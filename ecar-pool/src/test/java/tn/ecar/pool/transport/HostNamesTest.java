package tn.ecar.pool.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long names are believed, and who hears that one has moved. */
class HostNamesTest {
  private static final long SECOND = 1_000_000;

  private final Map<String, List<String>> zone = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> moves = new ArrayList<>();
  private long now;

  private final HostNames names =
      new HostNames(
          this::resolve,
          () -> now,
          () -> 15 * SECOND,
          () -> 3 * SECOND,
          (name, addresses) -> moves.add(name));

  private InetAddress[] resolve(String name) throws UnknownHostException {
    asked.add(name);
    if (!zone.containsKey(name)) {
      throw new UnknownHostException(name);
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String address : zone.get(name)) {
      addresses.add(InetAddress.getByName(address));
    }
    return addresses.toArray(InetAddress[]::new);
  }

  private List<String> addresses(String name) throws UnknownHostException {
    return names.addresses(name).stream().map(InetAddress::getHostAddress).toList();
  }

  @Test
  void anAnswerIsBelievedForItsTime() throws Exception {
    zone.put("db", List.of("10.0.0.1"));
    assertThat(addresses("db")).containsExactly("10.0.0.1");
    zone.put("db", List.of("10.0.0.2"));
    now += 15 * SECOND - 1;
    assertThat(addresses("db")).containsExactly("10.0.0.1");
    assertThat(names.known().get(0).secondsLeft()).isZero();
    now += 1;
    assertThat(addresses("db")).containsExactly("10.0.0.2");
    assertThat(moves).containsExactly("db");
    assertThat(names.known().get(0).secondsLeft()).isEqualTo(15);
    assertThat(asked).hasSize(2);
  }

  @Test
  void aFailureIsBelievedForItsOwnTime() throws Exception {
    assertThatThrownBy(() -> addresses("db")).isInstanceOf(UnknownHostException.class);
    zone.put("db", List.of("10.0.0.1"));
    now += 3 * SECOND - 1;
    assertThatThrownBy(() -> addresses("db")).isInstanceOf(UnknownHostException.class);
    assertThat(names.known()).containsExactly(new HostNames.Known("db", List.of(), 0));
    now += 1;
    assertThat(addresses("db")).containsExactly("10.0.0.1");
    assertThat(moves).as("it has only come").isEmpty();
  }

  @Test
  void aMoveBehindAFailedLookUpIsNoticed() throws Exception {
    zone.put("db", List.of("10.0.0.1"));
    addresses("db");
    zone.clear();
    now += 15 * SECOND;
    assertThatThrownBy(() -> addresses("db")).isInstanceOf(UnknownHostException.class);
    assertThat(moves).as("servers that work are left alone").isEmpty();
    zone.put("db", List.of("10.0.0.2"));
    now += 3 * SECOND;
    assertThat(addresses("db")).containsExactly("10.0.0.2");
    assertThat(moves).containsExactly("db");
  }

  @Test
  void eachConnectionTriesAnotherAddressFirst() throws Exception {
    zone.put("db", List.of("10.0.0.1", "10.0.0.2"));
    assertThat(addresses("db")).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(addresses("db")).containsExactly("10.0.0.2", "10.0.0.1");
    assertThat(addresses("db")).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @Test
  void anAddressIsNoName() throws Exception {
    assertThat(addresses("127.0.0.1")).containsExactly("127.0.0.1");
    assertThat(addresses("::1")).containsExactly("0:0:0:0:0:0:0:1");
    assertThat(asked).isEmpty();
    assertThat(names.known()).isEmpty();
  }

  @Test
  void namesInUseAreLookedUpAgainAndOthersForgotten() throws Exception {
    zone.put("db", List.of("10.0.0.1"));
    zone.put("gone", List.of("10.0.0.9"));
    addresses("db");
    addresses("gone");
    assertThat(names.due(name -> true)).isEmpty();
    now += 15 * SECOND;
    zone.put("db", List.of("10.0.0.2"));
    Runnable due = names.due("db"::equals).orElseThrow();
    assertThat(names.due("db"::equals)).as("it is on its way").isEmpty();
    due.run();
    assertThat(moves).containsExactly("db");
    assertThat(names.known()).extracting(HostNames.Known::name).containsExactly("db");
  }

  @Test
  void aNameServerThatFailsForAWhileMovesNothing() throws Exception {
    zone.put("db", List.of("10.0.0.1"));
    addresses("db");
    zone.remove("db");
    now += 15 * SECOND;
    names.due(name -> true).orElseThrow().run();
    assertThat(moves).isEmpty();
    zone.put("db", List.of("10.0.0.1"));
    now += 3 * SECOND;
    names.due(name -> true).orElseThrow().run();
    assertThat(moves).isEmpty();
  }
}
