package tn.ecar.pool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.pool.config.HbaRules.Method;

/** Who must prove what, by the lines of pg_hba.conf. */
class HbaRulesTest {
  private static final String RULES =
      """
      # way      database        user           address              method
      local      all             postgres                            peer map=admins
      local      all             all                                 scram-sha-256
      hostnossl  garage          all            10.1.0.0/16          reject
      hostssl    garage, audit   "all","o""dd"  all                  cert map="the map"
      host       sameuser        all            192.168.1.0 255.255.255.0  trust   # at home
      host       all             @names         ::1/128              password
      host       all             ada            0.0.0.0/0            md5
      """;

  @TempDir Path directory;

  /** A password that blanks had parted from its name stood in the refusal. */
  @Test
  void a_word_that_is_no_option_was_shown() {
    assertThatThrownBy(
            () ->
                HbaRules.parse(
                    Path.of("rules"),
                    "host all all all ldap ldapserver=x ldapbindpasswd= \"s3cret\""))
        .hasMessageContaining("rules, line 1: option 3: expected name=value")
        .message()
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    ", false, any, postgres, PEER",
    ", false, any, ada, SCRAM_SHA_256",
    "10.1.2.3, false, garage, ada, REJECT",
    "10.1.2.3, true, garage, all, CERT",
    "10.1.2.3, true, audit, o\"dd, CERT",
    "10.1.2.3, true, garage, ada, MD5",
    "10.2.2.3, false, garage, ada, MD5",
    "192.168.1.77, false, ada, ada, TRUST",
    "192.168.2.77, false, bob, bob, NONE",
    "::1, false, any, bob, PLAIN",
    "::2, false, any, bob, NONE",
    "127.0.0.1, false, any, nobody, NONE"
  })
  void theFirstLineThatFitsDecides(
      String address, boolean encrypted, String database, String user, Method method)
      throws Exception {
    Files.writeString(directory.resolve("names"), "ada, bob\n# a comment\ncarla\n");
    HbaRules rules = HbaRules.parse(directory.resolve("hba"), RULES);
    Optional<InetAddress> where =
        address == null ? Optional.empty() : Optional.of(InetAddress.getByName(address));
    assertThat(rules.judge(where, encrypted, database, user, false).method()).isEqualTo(method);
  }

  @Test
  void physicalReplicationIsAllowedByItsKeywordAlone() throws Exception {
    HbaRules rules =
        HbaRules.parse(
            directory.resolve("hba"),
            """
            local all,sameuser all         trust
            local replication  replicator  scram-sha-256
            """);
    assertThat(rules.judge(Optional.empty(), false, "replicator", "replicator", true).method())
        .isEqualTo(Method.SCRAM_SHA_256);
    assertThat(rules.judge(Optional.empty(), false, "replicator", "replicator", false).method())
        .isEqualTo(Method.TRUST);
    assertThat(rules.judge(Optional.empty(), false, "ada", "ada", true).method())
        .isEqualTo(Method.NONE);
    // Logical replication is of a database, also of one that is called so.
    assertThat(rules.judge(Optional.empty(), false, "replication", "ada", false).method())
        .isEqualTo(Method.TRUST);
  }

  @Test
  void optionsFollowTheMethod() throws Exception {
    Files.writeString(directory.resolve("names"), "ada");
    HbaRules rules = HbaRules.parse(directory.resolve("hba"), RULES);
    assertThat(rules.judge(Optional.empty(), false, "x", "postgres", false).map())
        .isEqualTo("admins");
    InetAddress address = InetAddress.getLoopbackAddress();
    assertThat(rules.judge(Optional.of(address), true, "garage", "all", false).map())
        .isEqualTo("the map");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "remote all all trust",
        "host all all trust",
        "host all all 10.0.0.1 trust",
        "host all all 10.0.0.0/33 trust",
        "host all all example.org/32 trust",
        "host all all 10.0.0.0 255.0.255.0 trust",
        "host all all all pam",
        "host all all all any",
        "host all all all peer",
        "local all all cert",
        "host all +group all trust",
        "host all @missing all trust",
        "host all all all md5 map",
        "host all all all ldap ldapserver=x",
        "host all all all ldap ldapprefix=uid= ldapsuffix=,dc=x",
        "host all all all ldap ldapserver=x ldapbasedn=dc=x ldapprefix=uid=",
        "host all all all ldap ldapserver=x ldapport=70000 ldapbasedn=dc=x",
        "host all all all ldap ldapserver=x ldaptls=yes ldapbasedn=dc=x",
        "host all all all ldap ldapserver=x ldapwhat=y ldapbasedn=dc=x",
        "host all all all ldap ldapurl=http://x/dc=x",
        "host all all all ldap ldapurl=ldap://x/dc=x?uid?deep",
        "host all all all ldap ldapurl=ldap://x/dc=x ldapserver=y"
      })
  void whatCannotBeUsedIsNamedWithItsLine(String line) {
    assertThatThrownBy(() -> HbaRules.parse(directory.resolve("hba"), "\n" + line))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("hba, line 2");
  }

  @Test
  void namesOfCertificatesStandForUsers() {
    IdentMaps maps =
        IdentMaps.parse(
            "ident",
            """
            # map  system                     user
            staff  "Ada Lovelace"             ada
            staff  /^(.*)@garage\\.tn$         \\1
            root   root                       all
            """);
    assertThat(maps.lets("", "ada", "ada")).isTrue();
    assertThat(maps.lets("", "ada", "bob")).isFalse();
    assertThat(maps.lets("staff", "Ada Lovelace", "ada")).isTrue();
    assertThat(maps.lets("staff", "ada", "ada")).isFalse();
    assertThat(maps.lets("staff", "bob@garage.tn", "bob")).isTrue();
    assertThat(maps.lets("staff", "bob@elsewhere.tn", "bob")).isFalse();
    assertThat(maps.lets("root", "root", "anybody")).isTrue();
    assertThat(maps.lets("missing", "root", "root")).isFalse();
    assertThatThrownBy(() -> IdentMaps.parse("ident", "\nstaff /(( ada"))
        .hasMessageContaining("ident, line 2");
  }
}
