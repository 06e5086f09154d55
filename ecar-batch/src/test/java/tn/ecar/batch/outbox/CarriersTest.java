package tn.ecar.batch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.garage.outbox.MailAddress;
import tn.ecar.garage.outbox.Message;

class CarriersTest {
  @Test
  void withoutSettingsEverythingWaits() {
    assertThat(new Carriers(Map.of()).byChannel()).isEmpty();
    assertThat(new Carriers(Map.of()).staff()).isEmpty();
  }

  @Test
  void eachChannelHasItsOwn() {
    Carriers carriers =
        new Carriers(
            Map.of(
                "ECAR_MAIL_HOST", "mail.garage.tn",
                "ECAR_MAIL_FROM", "garage@garage.tn",
                "ECAR_MAIL_TO", "chef@garage.tn, compta@garage.tn",
                "ECAR_SMS_URL", "https://sms.tn/send"));
    assertThat(carriers.byChannel()).containsOnlyKeys(Message.Channel.values());
    assertThat(carriers.staff())
        .containsExactly(new MailAddress("chef@garage.tn"), new MailAddress("compta@garage.tn"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ECAR_MAIL_HOST=m.tn | ECAR_MAIL_FROM is missing",
        "ECAR_MAIL_HOST=m.tn;ECAR_MAIL_FROM=a@b.tn;ECAR_MAIL_PORT=70000 | ECAR_MAIL_PORT='70000'",
        "ECAR_MAIL_HOST=m.tn;ECAR_MAIL_FROM=a@b.tn;ECAR_MAIL_SECURITY=ssl3 | starttls, tls or none",
        "ECAR_MAIL_HOST=192.0.2.1;ECAR_MAIL_FROM=a@b.tn;ECAR_MAIL_SECURITY=none;ECAR_MAIL_USER=u"
            + " | would show the password",
        "ECAR_MAIL_TO=chef | A mail address looks like",
        "ECAR_SMS_URL=ftp://x/{to}{text} | must be an address",
        "ECAR_SMS_URL=https://x/;ECAR_SMS_BODY=hello | must hold {to} and {text}",
        "ECAR_SMS_URL=https://x/;ECAR_SMS_METHOD=DELETE | ECAR_SMS_METHOD='DELETE'",
        "ECAR_SMS_URL=https://x/;ECAR_MESSAGES=/tmp/x | are both set"
      })
  void whatIsWrongIsNamedWithTheWayOut(String given, String told) {
    Map<String, String> environment =
        java.util.Arrays.stream(given.split(";"))
            .map(one -> one.split("=", 2))
            .collect(java.util.stream.Collectors.toMap(one -> one[0], one -> one[1]));
    assertThatThrownBy(() -> new Carriers(environment)).hasMessageContaining(told);
  }
}
