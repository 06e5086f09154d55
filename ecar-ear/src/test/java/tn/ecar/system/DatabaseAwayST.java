package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/**
 * The database goes away and comes back: a sentence in between, nothing lost, and nobody has to
 * mend anything.
 */
class DatabaseAwayST {
  @Test
  void requestsAreAnsweredWithASentenceUntilItIsBack() throws Exception {
    Product product = Product.running();
    ApiClient manager = ApiClient.manager();
    long before = manager.post("customers", "{\"name\":\"Before\",\"phone\":\"20123456\"}").id();
    product.stopDatabase();
    try {
      Answer away = manager.get("customers/" + before);
      BadInputST.assertProblem(away, 503);
      ApiClient visitor = new ApiClient(product.base());
      BadInputST.assertProblem(visitor.get("ready"), 503);
      Answer right =
          visitor.post(
              "session",
              "{\"user\":\"manager\",\"password\":\"" + product.managerPassword() + "\"}");
      BadInputST.assertProblem(right, 503);
    } finally {
      product.startDatabase();
    }
    Answer back =
        Await.until(
            Duration.ofSeconds(60),
            () -> {
              Answer answer = manager.get("customers/" + before);
              return answer.status() == 503 ? null : answer;
            });
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(back.object().getString("name")).isEqualTo("Before");
  }
}
