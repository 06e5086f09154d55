package tn.ecar.pool.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.protocol.ClientLogin.Method;
import tn.ecar.pool.protocol.ClientLogin.Proof;

/** What is taken at once of a login, and what is left for whoever judges it elsewhere. */
class ClientLoginTest {
  private static final int SSL_REQUEST = 80877103;

  private final List<String> asked = new ArrayList<>();

  private ClientLogin login(Proof proof) {
    return new ClientLogin(
        new ClientLogin.Reception() {
          @Override
          public Proof ask(String user, String database) {
            asked.add(user + " of " + database);
            return proof;
          }

          @Override
          public boolean asksOthers(String user, String database) {
            return database.equals("elsewhere");
          }
        },
        new StartupParameters(new Tracked(List.of()), Set.of()));
  }

  private static Buffer startup(Buffer out, String database) {
    byte[] text = ("user\0u\0database\0" + database + "\0\0").getBytes(StandardCharsets.US_ASCII);
    return out.appendInt(8 + text.length).appendInt(Messages.VERSION_3_0).append(text);
  }

  private static Buffer password(Buffer out, String password) {
    int mark = out.begin('p');
    out.appendText(password);
    out.finish(mark);
    return out;
  }

  private static int receive(ClientLogin login, Buffer said, int from) throws Refusal {
    return login.receive(said.array(), from, said.end(), new Buffer());
  }

  /** A directory was asked on the event loop when both came in one packet. */
  @Test
  void a_password_that_came_with_the_startup_packet_was_judged_with_it() throws Refusal {
    List<String> judged = new ArrayList<>();
    ClientLogin login = login(Proof.judgedBy((user, password) -> judged.add(password)));
    Buffer said = password(startup(new Buffer(), "here"), "secret");
    int at = receive(login, said, said.start());
    assertThat(at).isLessThan(said.end());
    assertThat(judged).isEmpty();
    assertThat(login.asksOthers(said.array(), at, said.end())).isTrue();
    assertThat(receive(login, said, at)).isEqualTo(said.end());
    assertThat(judged).containsExactly("secret");
    assertThat(login.isProved()).isTrue();
  }

  /** So was a database, when a request for TLS stood before the start-up packet. */
  @Test
  void a_startup_packet_behind_a_request_for_tls_was_judged_with_it() throws Refusal {
    ClientLogin login = login(new Proof(Method.MD5, Optional.empty(), 0));
    Buffer said = startup(new Buffer().appendInt(8).appendInt(SSL_REQUEST), "elsewhere");
    int at = receive(login, said, said.start());
    assertThat(at).isEqualTo(said.start() + 8);
    assertThat(asked).isEmpty();
    assertThat(login.asksOthers(said.array(), at, said.end())).isTrue();
    assertThat(receive(login, said, at)).isEqualTo(said.end());
    assertThat(asked).containsExactly("u of elsewhere");
  }

  @Test
  void what_takes_no_time_is_taken_at_once() {
    ClientLogin login = login(new Proof(Method.PLAIN, Optional.of(new Secret.Clear("secret")), 0));
    Buffer said = password(startup(new Buffer(), "here"), "wrong");
    assertThatThrownBy(() -> receive(login, said, said.start()))
        .hasMessage("password authentication failed");
  }

  /** A clear password against a verifier takes as long as SCRAM, but was worked out on the loop. */
  @Test
  void a_clear_password_for_a_verifier_was_not_costly() throws Refusal {
    Secret verifier = ScramServer.verifier(new Secret.Clear("secret"), 64);
    ClientLogin login = login(new Proof(Method.PLAIN, Optional.of(verifier), 0));
    Buffer said = password(startup(new Buffer(), "here"), "secret");
    int at = receive(login, said, said.start());
    assertThat(login.isCostly()).isTrue();
    assertThat(login.isProved()).isFalse();
    receive(login, said, at);
    assertThat(login.isProved()).isTrue();
  }
}
