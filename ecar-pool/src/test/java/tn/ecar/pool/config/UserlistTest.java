package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import tn.ecar.pool.auth.Secret;

class UserlistTest {
  private static final String VERIFIER =
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
          + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

  @Test
  void tells_the_kinds_of_secret_by_their_form() {
    Userlist users =
        Userlist.parse(
            "list",
            """
            ; a comment
            "ecar_user" "md572a8712a3d1762c44610f721caa8f387"

            "clear" "open \"\"sesame\"\"\" and the rest is ignored
            "scram" "%s"
            "almost" "md5nothex"
            "empty" ""
            """
                .formatted(VERIFIER));

    assertThat(users.secret("ecar_user"))
        .hasValue(new Secret.Md5Hash("md572a8712a3d1762c44610f721caa8f387"));
    assertThat(users.secret("clear")).hasValue(new Secret.Clear("open \"sesame\""));
    assertThat(users.secret("almost")).hasValue(new Secret.Clear("md5nothex"));
    assertThat(users.secret("empty")).hasValue(new Secret.Clear(""));
    assertThat(users.secret("nobody")).isEmpty();
    assertThat(users.secret("scram"))
        .get()
        .isInstanceOfSatisfying(
            Secret.ScramVerifier.class,
            verifier -> assertThat(verifier.text()).isEqualTo(VERIFIER));
  }

  @Test
  void the_last_line_of_a_user_counts() {
    assertThat(Userlist.parse("list", "\"u\" \"old\"\n\"u\" \"new\"").secret("u"))
        .hasValue(new Secret.Clear("new"));
  }

  @Test
  void a_broken_line_is_refused_without_showing_it() {
    assertThatThrownBy(() -> Userlist.parse("list.txt", "\"ok\" \"ok\"\nuser hidden"))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains("list.txt, line 2")
        .doesNotContain("hidden");
  }

  @Test
  void a_missing_file_is_refused_with_the_way_out() {
    assertThatThrownBy(() -> Userlist.read(Path.of("/nowhere/userlist.txt")))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains("/nowhere/userlist.txt", "ECAR_POOL_AUTH_FILE");
  }

  @Test
  void no_secret_shows_itself() {
    for (String secret : new String[] {"hidden", "md572a8712a3d1762c44610f721caa8f387", VERIFIER}) {
      assertThat(Secret.parse(secret).toString()).doesNotContain("hidden", "72a8", "W22Z", "WG5d");
    }
  }

  @Property
  void whatever_is_written_is_read_back(@ForAll @NotEmpty String user, @ForAll String secret) {
    String name = singleLine(user);
    String password = singleLine(secret);
    if (!name.isEmpty()) {
      Userlist users = Userlist.parse("list", quoted(name) + " " + quoted(password));
      assertThat(users.secret(name)).hasValue(Secret.parse(password));
    }
  }

  @Property
  void any_line_is_read_or_refused(@ForAll @NotBlank String line) {
    try {
      assertThat(Userlist.parse("list", line)).isNotNull();
    } catch (ConfigurationException refused) {
      assertThat(refused).hasMessageContaining("list, line");
    }
  }

  private static String singleLine(String text) {
    return text.replaceAll("\\R|[\\n\\r\\u0085\\u2028\\u2029]", "");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
