package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** A session is worth no more than the account it was opened by, also while it is open. */
class EndedSessionST {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static ApiClient manager;

  private Hired desk;
  private ApiClient session;

  @BeforeAll
  static void signIn() throws Exception {
    manager = ApiClient.manager();
  }

  @BeforeEach
  void hire() throws Exception {
    desk = new Hired("frontdesk");
    session = new ApiClient(Product.running().base()).signIn(desk.login(), Hired.PASSWORD);
    assertThat(session.get("customers").status()).isEqualTo(200);
  }

  private static void done(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
  }

  private void awaitStatus(int status) throws Exception {
    Await.until(SOON, () -> session.get("customers").status() == status ? true : null);
  }

  @Test
  void whoIsDisabledIsOutWithTheOpenSessionAsWell() throws Exception {
    done(manager.put("staff/" + desk.id() + "/access", "{\"enabled\":false}", "*"));
    awaitStatus(401);
    assertThat(session.get("../../customers.xhtml").location()).contains("login.xhtml");
    done(manager.put("staff/" + desk.id() + "/access", "{\"enabled\":true}", "*"));
    assertThat(session.get("customers").status()).as("it has ended for good").isEqualTo(401);
    session.signIn(desk.login(), Hired.PASSWORD);
    assertThat(session.get("customers").status()).isEqualTo(200);
  }

  @Test
  void aPasswordThatIsChangedEndsTheSessionsOfTheOldOne() throws Exception {
    done(manager.put("staff/" + desk.id() + "/password", "{\"password\":\"un autre mot long\"}"));
    awaitStatus(401);
    session.signIn(desk.login(), "un autre mot long");
    assertThat(session.get("customers").status()).isEqualTo(200);
  }

  @Test
  void aRoleThatIsTakenAwayOpensNothingInTheOpenSession() throws Exception {
    Answer read = manager.get("staff/" + desk.id());
    done(
        manager.put(
            "staff/" + desk.id(),
            "{\"name\":\"%s\",\"roles\":[\"storekeeper\"]}".formatted(desk.login()),
            read.tag()));
    awaitStatus(403);
    assertThat(session.get("parts").status()).as("the new role").isEqualTo(200);
  }
}
