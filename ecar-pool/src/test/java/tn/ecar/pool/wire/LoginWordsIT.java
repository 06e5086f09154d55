package tn.ecar.pool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static tn.ecar.pool.wire.Words.assertSentAway;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.auth.ScramServer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.transport.TestCertificate;

/** What who may not come in is told, to the letter, and the code that it comes with. */
@Timeout(60)
class LoginWordsIT {
  private static final String TRUST = "auth_type = trust";
  private static final int VERSION = 3 << 16;
  private static final String NOT_AN_OPTION =
      "unsupported options startup parameter: only '-c config=val' and '--config=val' are allowed";

  @TempDir Path directory;

  private static void refuses(ListeningPool pool, String words, String... parameters)
      throws Exception {
    try (RawClient client = new RawClient(pool.port())) {
      client.start(VERSION, parameters);
      assertSentAway(client, words);
    }
  }

  /** Answers the question for a proof. */
  private static void refusesProof(ListeningPool pool, String words, String user, byte[]... proof)
      throws Exception {
    try (RawClient client = new RawClient(pool.port())) {
      client.start(VERSION, "user", user);
      assertThat(client.next().type()).isEqualTo('R');
      client.say('p', proof);
      assertSentAway(client, words);
    }
  }

  private String file(String name, String... lines) throws Exception {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n").toString();
  }

  @Test
  void startupPackets() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST)) {
      refuses(pool, "unsupported startup parameter: garage", "garage", "Sfax");
      refuses(pool, "unsupported startup parameter: _pq", "_pq", "1");
      for (String given : new String[] {"-c garage=Sfax", "-cgarage=Sfax", "--garage=Sfax"}) {
        refuses(pool, "unsupported startup parameter in options: garage", "options", given);
      }
      for (String given : new String[] {"garage=Sfax", "-c garage", "--=1", "-d 5"}) {
        refuses(pool, NOT_AN_OPTION, "options", given);
      }
      refuses(pool, "no username supplied", "user", "");
      try (RawClient nameless = new RawClient(pool.port())) {
        nameless.ints(9, VERSION).raw((byte) 0);
        assertSentAway(nameless, "no username supplied");
      }
      refuses(pool, "username too long", "user", "u".repeat(128));
      try (RawClient old = new RawClient(pool.port())) {
        old.ints(8, 2 << 16);
        assertSentAway(old, "old V2 protocol not supported");
      }
      try (RawClient open = new RawClient(pool.port())) {
        open.ints(12, VERSION).raw("user".getBytes(StandardCharsets.US_ASCII));
        assertSentAway(open, "invalid startup packet layout: expected terminator as last byte");
      }
      try (RawClient huge = new RawClient(pool.port())) {
        huge.ints(Integer.MAX_VALUE, VERSION);
        assertSentAway(huge, "bad packet header: '7fffffff'");
      }
    }
  }

  @Test
  void optionsThatNamedNothingWereTaken() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST)) {
      for (String given : new String[] {"-c", "--", "-c datestyle=German --"}) {
        refuses(pool, NOT_AN_OPTION, "options", given);
      }
      for (String given : new String[] {"", " ", " -c  datestyle=German "}) {
        try (RawClient client = RawClient.of(pool, "options", given)) {
          assertThat(client.query("select 1").types()).isEqualTo("TDCZ");
        }
      }
    }
  }

  @Test
  void databasesAndTheConsole() throws Exception {
    try (ListeningPool pool =
        ListeningPool.with(
            TRUST,
            "[databases]",
            "ghost = host=127.0.0.1 port=" + RealPostgres.shared().port() + " dbname=ghost")) {
      refuses(pool, "no such database: nowhere", "database", "nowhere");
      // The text ends after 127 bytes, and no letter is cut in two.
      refuses(pool, "no such database: " + "x".repeat(109), "database", "x".repeat(200));
      refuses(pool, "no such database: " + "\u0641".repeat(54), "database", "\u0641".repeat(99));
      refuses(pool, "not allowed", "database", "pgbouncer");
      pool.pooler().operations().disable("ecar_db");
      refuses(pool, "database \"ecar_db\" is disabled");
      try (RawClient client = new RawClient(pool.port())) {
        client.start(VERSION, "database", "ghost");
        assertSentAway(client, "3D000", "database \"ghost\" does not exist");
      }
      try (RawClient later = new RawClient(pool.port())) {
        later.start(VERSION, "database", "ghost");
        assertSentAway(
            later,
            "server login has been failing, cached error: database \"ghost\" does not exist"
                + " (server_login_retry)");
      }
    }
  }

  @Test
  void passwordsInClear() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = plain")) {
      String wrong = "password authentication failed";
      refusesProof(pool, wrong, "ecar_user", RawClient.text("guessed"));
      refusesProof(pool, wrong, "nobody", RawClient.text("guessed"));
      refusesProof(pool, "empty password returned by client", "ecar_user", RawClient.text(""));
      refusesProof(pool, "password too long", "ecar_user", RawClient.text("p".repeat(2048)));
      try (RawClient client = new RawClient(pool.port())) {
        client.start(VERSION);
        assertThat(client.next().type()).isEqualTo('R');
        client.query("select 1");
        assertSentAway(client, "unknown pkt");
      }
      try (RawClient client = new RawClient(pool.port())) {
        client.start(VERSION);
        assertThat(client.next().type()).isEqualTo('R');
        client.start(VERSION);
        assertSentAway(client, "client re-sent startup pkt");
      }
    }
  }

  @Test
  void md5Answers() throws Exception {
    try (ListeningPool pool = ListeningPool.with("auth_type = md5")) {
      String wrong = "password authentication failed";
      refusesProof(pool, wrong, "md5_user", RawClient.text("md5" + "0".repeat(32)));
      refusesProof(pool, wrong, "nobody", RawClient.text("md5" + "0".repeat(32)));
      refusesProof(pool, "empty password returned by client", "md5_user", RawClient.text(""));
    }
  }

  private static byte[] first(String message) {
    byte[] text = message.getBytes(StandardCharsets.US_ASCII);
    byte[] first = new byte[4 + text.length];
    first[3] = (byte) text.length;
    System.arraycopy(text, 0, first, 4, text.length);
    return first;
  }

  @Test
  void saslMessages() throws Exception {
    String invalid = "client selected an invalid SASL authentication mechanism";
    String failed = "SASL authentication failed";
    byte[] mechanism = RawClient.text("SCRAM-SHA-256");
    try (ListeningPool pool = ListeningPool.with("auth_type = scram-sha-256")) {
      refusesProof(pool, invalid, "ecar_user", RawClient.text("PLAIN"), first("n,,n=,r=abc"));
      refusesProof(
          pool, invalid, "ecar_user", RawClient.text("SCRAM-SHA-256-PLUS"), first("n,,n=,r=abc"));
      refusesProof(pool, invalid, "ecar_user", RawClient.text("md5" + "0".repeat(32)));
      refusesProof(pool, invalid, "ecar_user", mechanism);
      refusesProof(pool, invalid, "ecar_user", mechanism, new byte[] {0, 0, 0, 9, 'n'});
      refusesProof(pool, invalid, "ecar_user", new byte[0]);
      refusesProof(pool, failed, "ecar_user", mechanism, first("no such message"));
      refusesProof(pool, failed, "ecar_user", mechanism, first("p=tls-unique,,n=,r=abc"));
      for (String user : new String[] {"ecar_user", "nobody"}) {
        try (RawClient client = new RawClient(pool.port())) {
          client.start(VERSION, "user", user);
          assertThat(client.next().type()).isEqualTo('R');
          client.say('p', mechanism, first("n,,n=,r=abc"));
          String challenge = client.next().body();
          String nonce = challenge.substring(challenge.indexOf("r="), challenge.indexOf(",s="));
          String last = "c=biws," + nonce + ",p=" + "A".repeat(43) + "=";
          client.say('p', last.getBytes(StandardCharsets.US_ASCII));
          assertSentAway(client, failed);
        }
      }
    }
  }

  @Test
  void whomNobodyKnowsOrVouchesFor() throws Exception {
    try (ListeningPool pool = ListeningPool.with(TRUST)) {
      refuses(pool, "\"trust\" authentication failed", "user", "nobody");
    }
    String rules = file("rules", "host all ecar_user all reject");
    try (ListeningPool pool = ListeningPool.with("auth_type = hba", "auth_hba_file = " + rules)) {
      refuses(pool, "login rejected");
      refuses(pool, "no authentication method is found", "user", "other_user");
    }
    String users = file("users", "\"lookup\" \"secret\"");
    try (ListeningPool pool =
        ListeningPool.with("auth_file = " + users, "auth_user = lookup", "auth_dbname = nowhere")) {
      refuses(pool, "bouncer config error");
    }
    try (ListeningPool pool = ListeningPool.with("auth_type = any")) {
      refuses(pool, "bouncer config error");
    }
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_type = ldap",
            "auth_ldap_options = ldapserver=localhost ldapport=1 ldapprefix=\"uid=\"")) {
      refusesProof(pool, "LDAP authentication failed", "ecar_user", RawClient.text("guessed"));
    }
    String secret = RealPostgres.PASSWORD;
    users = file("asking", "\"ecar_user\" \"" + secret + "\"");
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_type = plain",
            "auth_file = " + users,
            "auth_user = ecar_user",
            "auth_query = select 1, '' where $1 = ''")) {
      refusesProof(pool, "no such user", "nobody", RawClient.text("guessed"));
    }
  }

  @Test
  void whoMustSpeakTls() throws Exception {
    TestCertificate localhost = TestCertificate.authority("An Authority").vouchFor("localhost");
    Path authority = directory.resolve("ca.pem");
    TestCertificate.authority("Another").writeTo(authority);
    String[] lines = {
      "client_tls_sslmode = require",
      "client_tls_cert_file = " + localhost.writeTo(directory.resolve("localhost.pem")),
      "client_tls_key_file = " + localhost.writeKeyTo(directory.resolve("localhost.key"))
    };
    try (ListeningPool pool = ListeningPool.with(lines)) {
      refuses(pool, "SSL required");
      try (RawClient eager = new RawClient(pool.port())) {
        eager.raw(
            (byte) 0,
            (byte) 0,
            (byte) 0,
            (byte) 8,
            (byte) 4,
            (byte) 0xd2,
            (byte) 0x16,
            (byte) 0x2f,
            (byte) 1);
        assertSentAway(eager, "received unencrypted data after SSL request");
      }
    }
    String rules = file("certificates", "host all ecar_user all cert");
    try (ListeningPool pool =
        ListeningPool.with(
            "auth_type = hba",
            "auth_hba_file = " + rules,
            "client_tls_sslmode = allow",
            lines[1],
            lines[2],
            "client_tls_ca_file = " + authority)) {
      refuses(pool, "certificate authentication failed");
    }
  }

  @Test
  void aVerifierThatOpensNoServer() throws Exception {
    String verifier = ScramServer.verifier(new Secret.Clear(RealPostgres.PASSWORD), 64).text();
    String users = file("verifier", "\"ecar_user\" \"" + verifier + "\"");
    try (ListeningPool pool = ListeningPool.with(TRUST, "auth_file = " + users)) {
      refuses(pool, "server login failed: wrong password type");
    }
  }
}
