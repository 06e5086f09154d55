package tn.ecar.pool.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ScramTest {
  private static final int ITERATIONS = 64;

  private static ScramServer server(Secret secret, int iterations) {
    return ScramServer.of("alice", List.of(secret), iterations);
  }

  /** The example of RFC 7677, section 3, told from the server's side. */
  @Test
  void judges_the_conversation_of_the_rfc() throws AuthenticationException {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    ScramServer server =
        new ScramServer(
            ScramServer.verifier(new Secret.Clear("pencil"), salt, 4096),
            true,
            "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    assertThat(text(server.challenge(bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    assertThat(
            text(
                server.judge(
                    bytes(
                        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))))
        .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Property(tries = 50)
  void our_client_and_our_server_agree_on_any_password(@ForAll String password)
      throws AuthenticationException {
    Secret.Clear secret = new Secret.Clear(password.isEmpty() ? "x" : password);

    converse(ScramClient.of(secret), server(secret, ITERATIONS));
  }

  @Property(tries = 50)
  void another_password_is_refused(
      @ForAll @AlphaChars @StringLength(min = 1, max = 9) String password) {
    ScramClient client = ScramClient.of(new Secret.Clear(password + "x"));
    ScramServer server = server(new Secret.Clear(password), ITERATIONS);

    assertThatThrownBy(() -> converse(client, server)).hasMessage(ScramServer.FAILED);
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void the_keys_a_proof_reveals_log_in_elsewhere() throws AuthenticationException {
    Secret.Clear clear = new Secret.Clear("pencil");
    Secret.ScramVerifier shared = ScramServer.verifier(clear, bytes("0123456789abcdef"), 4096);
    ScramServer pool = server(shared, ITERATIONS);
    converse(ScramClient.of(clear), pool);

    ScramServer postgres = server(shared, ITERATIONS);
    converse(ScramClient.of(pool.keys().orElseThrow()), postgres);

    assertThat(postgres.keys()).isEqualTo(pool.keys());
  }

  @Test
  void an_unknown_user_cannot_be_told_from_a_known_one() throws AuthenticationException {
    ScramClient client = ScramClient.of(new Secret.Clear("guess"));
    ScramServer first = ScramServer.of("nobody", List.of(), 4096);
    byte[] challenge = first.challenge(client.first());

    assertThat(text(challenge)).matches("r=[^,]{30,},s=[A-Za-z0-9+/]{22}==,i=4096");
    assertThatThrownBy(() -> first.judge(client.answer(challenge))).hasMessage(ScramServer.FAILED);
    assertThat(salt(ScramServer.of("nobody", List.of(), 4096)))
        .isEqualTo(salt(ScramServer.of("nobody", List.of(), 4096)))
        .isNotEqualTo(salt(ScramServer.of("other", List.of(), 4096)));
  }

  /** A clear password had another salt at each try, and all md5 hashes had the same one. */
  @Test
  void the_salt_told_what_is_kept_of_a_user() throws AuthenticationException {
    for (List<Secret> kept :
        List.<List<Secret>>of(
            List.of(new Secret.Clear("pencil")),
            List.of(new Secret.Clear("pencil"), new Secret.Clear("pen")),
            List.of(Md5.hash("alice", "pencil")),
            List.of(new Secret.Clear("")),
            List.of())) {
      assertThat(salt(ScramServer.of("alice", kept, ITERATIONS)))
          .isEqualTo(salt(ScramServer.of("alice", List.of(), ITERATIONS)))
          .isNotEqualTo(salt(ScramServer.of("bob", kept, ITERATIONS)));
    }
  }

  private static String salt(ScramServer server) throws AuthenticationException {
    return text(server.challenge(bytes("n,,n=,r=abc"))).split(",")[1];
  }

  @Test
  void an_md5_hash_proves_nothing() {
    ScramClient client = ScramClient.of(new Secret.Clear("secret"));
    ScramServer server = server(Md5.hash("alice", "secret"), ITERATIONS);

    assertThatThrownBy(() -> converse(client, server)).hasMessage(ScramServer.FAILED);
  }

  @Property
  void rubbish_is_refused_and_nothing_else(@ForAll byte[] first, @ForAll byte[] second) {
    ScramServer server = server(new Secret.Clear("pencil"), 1);

    assertThatThrownBy(() -> server.judge(second)).isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(() -> server.challenge(first)).isInstanceOf(AuthenticationException.class);
  }

  @Test
  void a_foreign_nonce_or_channel_binding_is_refused() throws AuthenticationException {
    for (String tampered : new String[] {"c=biws,r=abc", "c=eSws,r=NONCE"}) {
      ScramServer server = server(new Secret.Clear("pencil"), 1);
      String challenge = text(server.challenge(bytes("n,,n=,r=abc")));
      String nonce = challenge.substring(2, challenge.indexOf(','));
      String proof = Base64.getEncoder().encodeToString(new byte[32]);
      assertThatThrownBy(
              () -> server.judge(bytes(tampered.replace("NONCE", nonce) + ",p=" + proof)))
          .hasMessage(ScramServer.FAILED);
    }
    assertThatThrownBy(
            () ->
                server(new Secret.Clear("x"), 1)
                    .challenge(bytes("p=tls-server-end-point,,n=,r=abc")))
        .hasMessage(ScramServer.FAILED);
  }

  @Test
  void a_server_that_does_not_know_the_secret_is_refused() throws AuthenticationException {
    Secret.Clear secret = new Secret.Clear("pencil");
    ScramClient client = ScramClient.of(secret);
    ScramServer server = server(secret, ITERATIONS);
    client.answer(server.challenge(client.first()));
    String forged = "v=" + Base64.getEncoder().encodeToString(new byte[32]);

    assertThatThrownBy(() -> client.verify(bytes(forged)))
        .isInstanceOf(AuthenticationException.class);
  }

  private static void converse(ScramClient client, ScramServer server)
      throws AuthenticationException {
    client.verify(server.judge(client.answer(server.challenge(client.first()))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
