package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The garage's jobs in the running product, started by REST as the manager starts them. */
class GarageJobsST {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static Product garage;
  private static GarageClient manager;
  private static JobClient jobs;

  @BeforeAll
  static void open() throws Exception {
    garage = Product.running();
    manager = GarageClient.manager(garage);
    jobs = new JobClient(manager);
  }

  private static String one(String sql) throws Exception {
    try (Connection connection = garage.database();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void sql(String sql) throws Exception {
    try (Connection connection = garage.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void theDaysReportIsMadeSentAndArrivesWithItsPdf() throws Exception {
    sql("DELETE FROM message WHERE kind = 'REPORT'");
    GreenMail mail =
        new GreenMail(new ServerSetup(garage.mailPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    JsonNode run = jobs.completed("daily-report");
    assertThat(run.get("results").toString()).contains("daily-report-");
    mail.start();
    try {
      Await.until(
          SOON,
          () -> {
            sql("UPDATE message SET next_attempt_at = now() WHERE state = 'WAITING'");
            jobs.completed("outbox");
            return mail.getReceivedMessages().length > 0 ? true : null;
          });
      MimeMessage report = report(mail);
      assertThat(report.getAllRecipients()[0]).hasToString("chef@ecar.tn");
      MimeMultipart parts = (MimeMultipart) report.getContent();
      byte[] pdf = parts.getBodyPart(1).getInputStream().readAllBytes();
      assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    } finally {
      mail.stop();
    }
    assertThat(one("SELECT state FROM message WHERE kind = 'REPORT' ORDER BY id DESC LIMIT 1"))
        .isEqualTo("SENT");

    jobs.completed("daily-report");
    assertThat(one("SELECT count(*) FROM message WHERE kind = 'REPORT' AND state = 'WAITING'"))
        .as("the same figures are not sent twice")
        .isEqualTo("0");
    JsonNode today = manager.get("reports/daily").expecting(200);
    assertThat(today.get("garage").asText()).isNotBlank();
  }

  private static MimeMessage report(GreenMail mail) throws Exception {
    for (MimeMessage message : mail.getReceivedMessages()) {
      if (message.getSubject().contains("journée du")) {
        return message;
      }
    }
    throw new AssertionError("no report among the mail");
  }

  @Test
  void aMailServerThatHangsHoldsUpNobody() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    try (ServerSocket hanging =
        new ServerSocket(garage.mailPort(), 10, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = hanging.accept()) {
                  called.countDown();
                  socket.getInputStream().read();
                } catch (java.io.IOException over) {
                  called.countDown();
                }
              },
              "hanging-mail-server");
      thread.setDaemon(true);
      thread.start();
      sql(
          """
          INSERT INTO message (id, version, message_key, kind, channel, recipient, subject, body,
            state, written_at, next_attempt_at, expires_at, state_since)
          SELECT nextval('message_id'), 1, 'hang/' || gen_random_uuid(), 'REPORT', 'MAIL',
            'chef@ecar.tn', 's', 'b', 'WAITING', now(), now() - interval '1 day',
            now() + interval '1 day', now()
          FROM generate_series(1, 20)
          """);
      long run = jobs.start("outbox", Map.of());
      assertThat(called.await(30, TimeUnit.SECONDS)).as("the mail server was called").isTrue();

      assertThat(
              one(
                  "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                      + " AND usename = 'ecar_user'"))
          .as("nothing is held while the server hangs")
          .isEqualTo("0");
      manager.get("vehicles").expecting(200);

      JsonNode ended = jobs.completed("outbox", run);
      assertThat(ended.get("exitStatus").asText()).contains("not answering: [MAIL]");
      assertThat(one("SELECT count(*) FROM message WHERE subject = 's' AND attempts = 0"))
          .as("one mail paid for the timeout, the others lost no attempt")
          .isEqualTo("19");
    } finally {
      sql("DELETE FROM message WHERE subject = 's'");
    }
  }

  @Test
  void theBooksAreAuditedAndADifferenceIsExplainedByTheManager() throws Exception {
    JsonNode run = jobs.completed("invoice-audit");
    assertThat(run.get("results").toString()).contains("books.txt");
    sql("INSERT INTO document_counter VALUES ('ZZ', 2020, 1, '2020-01-01')");
    try {
      JsonNode found = jobs.completed("invoice-audit");
      assertThat(found.get("exitStatus").asText()).contains("1 not explained");
      JsonNode difference = manager.get("books").expecting(200).get("differences").get(0);
      assertThat(difference.get("thing").asText()).isEqualTo("ZZ 2020");
      manager
          .put(
              "books/differences/" + difference.get("id").asLong(),
              "*",
              Map.of("explanation", "Essai"))
          .expecting(200);
      assertThat(jobs.completed("invoice-audit").get("exitStatus").asText())
          .contains("0 not explained");
    } finally {
      sql("DELETE FROM document_counter WHERE series = 'ZZ'");
    }
  }

  @Test
  void theDatabaseIsDumpedAndTheDumpRestored() throws Exception {
    JsonNode run = jobs.completed("backup");

    assertThat(run.get("exitStatus").asText()).contains("restored");
    try (Stream<Path> files = Files.list(garage.data().resolve("backups"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).anyMatch(name -> name.endsWith(".dump"));
      assertThat(names).anyMatch(name -> name.endsWith(".dump.sha256"));
      assertThat(names).noneMatch(name -> name.endsWith(".part") || name.startsWith(".work"));
    }
    assertThat(one("SELECT count(*) FROM pg_database WHERE datname LIKE 'ecar_restore%'"))
        .isEqualTo("0");
  }

  @Test
  void oldEntriesOfTheAuditLogGoIntoAFileAndYoungOnesStay() throws Exception {
    sql(
        """
        INSERT INTO audit_entry (id, happened_at, who, action, subject_kind)
        SELECT -n, now() - interval '3 years', 'archive', 'test', 'test'
        FROM generate_series(1, 5000) n
        """);
    long before = Long.parseLong(one("SELECT count(*) FROM audit_entry WHERE id > 0"));

    JsonNode run = jobs.completed("archive");

    assertThat(run.get("exitStatus").asText()).contains("5000 entries left the database");
    assertThat(one("SELECT count(*) FROM audit_entry WHERE who = 'archive'")).isEqualTo("0");
    assertThat(Long.parseLong(one("SELECT count(*) FROM audit_entry WHERE id > 0")))
        .isGreaterThanOrEqualTo(before);
    String file = one("SELECT file_name FROM archive_file WHERE kind = 'audit-log'");
    Path archived = garage.data().resolve("archive").resolve(file);
    try (var lines =
        new java.io.BufferedReader(
            new java.io.InputStreamReader(
                new java.util.zip.GZIPInputStream(Files.newInputStream(archived)),
                StandardCharsets.UTF_8))) {
      assertThat(lines.lines().filter(line -> line.contains("\"who\":\"archive\""))).hasSize(5000);
    }
    assertThat(jobs.completed("archive").get("exitStatus").asText()).contains("0 files");
  }

  @Test
  void remindersAndDebtsAreWrittenInSharesOfThePool() throws Exception {
    JsonNode reminders = jobs.completed("service-reminders");
    assertThat(reminders.get("exitStatus").asText()).contains("of services");
    assertThat(jobs.log("service-reminders", reminders.get("id").asLong()))
        .contains("shares")
        .contains("of them at once");
    assertThat(jobs.completed("overdue").get("exitStatus").asText()).contains("reminders");
    assertThat(one("SELECT count(*) FROM job_share WHERE next_id <= last_id AND items > 0"))
        .isNotNull();
  }
}
