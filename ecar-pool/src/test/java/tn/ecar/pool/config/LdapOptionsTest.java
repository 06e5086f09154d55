package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LdapOptionsTest {
  private static LdapOptions options(String text) {
    Origin origin = new Origin("here");
    return LdapOptions.parse(origin, Words.options(origin, Words.of(text)));
  }

  @Test
  void aUrlSaysWhatItsPartsSay() {
    LdapOptions url =
        options("ldapurl=\"ldaps://ldap.garage.tn:1636/ou=a%20b,dc=tn?cn?one?(cn=$username)\"");
    LdapOptions parts =
        options(
            "ldapscheme=ldaps ldapserver=ldap.garage.tn ldapport=1636 ldapbasedn=\"ou=a b,dc=tn\"");
    assertThat(url.urls())
        .isEqualTo(parts.urls())
        .isEqualTo(List.of("ldaps://ldap.garage.tn:1636"));
    LdapOptions.Search search = url.search().orElseThrow();
    assertThat(search.base())
        .isEqualTo(parts.search().orElseThrow().base())
        .isEqualTo("ou=a b,dc=tn");
    assertThat(search.scope()).isEqualTo(LdapOptions.Scope.ONE);
    assertThat(search.filter()).isEqualTo("(cn=$username)");
    assertThat(parts.search().orElseThrow().filter()).isEqualTo("(uid=$username)");
  }

  /** It came out as an error that no reload was prepared for. */
  @Test
  void aPercentSignThatBeginsNoByteIsRefused() {
    assertThatThrownBy(() -> options("ldapurl=\"ldap://ldap.garage.tn/dc=tn?uid?sub?(mail=%u)\""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("here: ldapsearchfilter in ldapurl = (mail=%u)")
        .hasMessageContaining("%25");
  }

  @Test
  void aNameCannotBecomeAFilter() {
    LdapOptions.Search search =
        options("ldapserver=x ldapbasedn=dc=tn ldapsearchfilter=mail=$username").search().get();
    assertThat(search.filterFor("*)(uid=\\")).isEqualTo("(mail=\\2a\\29\\28uid=\\5c)");
  }

  @Test
  void serversAreSeveralAndThePasswordIsNotShown() {
    LdapOptions options =
        options(
            "ldapserver=\"a b\" ldapport=1 ldapbasedn=dc=tn ldapbinddn=cn=x ldapbindpasswd=\"s ,"
                + " s\"");
    assertThat(options.urls()).containsExactly("ldap://a:1", "ldap://b:1");
    assertThat(options.search().orElseThrow().bindPassword()).isEqualTo("s , s");
    assertThat(options.toString()).doesNotContain("s , s");
  }
}
