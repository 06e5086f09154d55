package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tn.ecar.system.ApiClient.Answer;

/** What a program meets that works with the API: keys, requests sent twice, versions, languages. */
class ProgramST {
  private static final String SAMI = "{\"name\":\"Sami\",\"phone\":\"20123456\"}";

  /**
   * Where nothing is read before it is written: a secret, a point that is looked at again as a
   * whole, the explanation of a difference.
   */
  private static final Set<String> NO_VERSION =
      Set.of(
          "PUT /staff/{id}/password",
          "PUT /orders/{id}/inspections/{inspection}/points/{point}",
          "PUT /books/differences/{id}");

  private ApiClient manager;

  @BeforeEach
  void signIn() throws Exception {
    manager = ApiClient.manager();
  }

  @Test
  void aKeySignsAProgramInUntilItIsRevoked() throws Exception {
    String name = "p" + System.nanoTime() % 1_000_000_000;
    Answer made =
        manager.post("api-keys", "{\"name\":\"" + name + "\",\"roles\":[\"storekeeper\"]}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    ApiClient program =
        new ApiClient(Product.running().base())
            .with("Authorization", "Bearer " + made.object().getString("key"));
    assertThat(program.get("parts").status()).isEqualTo(200);
    assertThat(program.get("customers").status()).isEqualTo(403);
    assertThat(manager.get("api-keys").text()).doesNotContain(made.object().getString("key"));
    assertThat(manager.delete("api-keys/" + made.id()).status()).isEqualTo(204);
    assertThat(program.get("parts").status()).isEqualTo(401);
  }

  @Test
  void theSameKeySixteenTimesIsOneCustomer() throws Exception {
    ApiClient twice = manager.with("Idempotency-Key", "order-" + System.nanoTime());
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Answer> answers = new ArrayList<>();
    try {
      Callable<Answer> one = () -> twice.post("customers", SAMI);
      for (Future<Answer> answer : threads.invokeAll(java.util.Collections.nCopies(16, one))) {
        answers.add(answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
    answers.add(twice.post("customers", SAMI));
    Set<Long> made =
        answers.stream().filter(a -> a.status() == 201).map(Answer::id).collect(Collectors.toSet());
    assertThat(made).as(answers.toString()).hasSize(1);
    assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(201, 409));
    assertThat(answers.get(16).status()).isEqualTo(201);
    assertThat(twice.post("customers", SAMI.replace("Sami", "Ali")).status()).isEqualTo(422);
  }

  @Test
  void anEditTellsWhichVersionItHasRead() throws Exception {
    Answer customer = manager.post("customers", SAMI);
    String path = "customers/" + customer.id();
    assertThat(manager.put(path, SAMI).status()).isEqualTo(428);
    assertThat(manager.put(path, SAMI.replace("Sami", "Ali"), customer.tag()).status())
        .isEqualTo(200);
    assertThat(manager.put(path, SAMI, customer.tag()).status()).isEqualTo(412);
  }

  @Test
  void noEditIsTakenWithoutTheVersionThatWasRead() throws Exception {
    OpenApi description = OpenApi.of(Product.running());
    for (String operation : description.operations()) {
      if (!operation.startsWith("PUT ") || NO_VERSION.contains(operation)) {
        continue;
      }
      String path = operation.substring("PUT /".length());
      boolean list =
          description
              .document()
              .getJsonObject("paths")
              .getJsonObject("/api/v1/" + path)
              .getJsonObject("put")
              .getJsonObject("requestBody")
              .toString()
              .contains("\"type\":\"array\"");
      String address = path.replace("{job}", "overdue").replaceAll("\\{\\w+}", "1");
      Answer refused = manager.put(address, list ? "[]" : "{}");
      assertThat(refused.status()).as(operation + ": " + refused.text()).isEqualTo(428);
    }
  }

  @Test
  void aPhotoUnderTheKeyOfAnotherPhotoOfThatLengthIsRefused() throws Exception {
    GarageDay day = new GarageDay(manager);
    String files = "orders/" + day.openOrder(day.receiveCar(), day.stockPart()) + "/attachments";
    ApiClient phone = manager.with("Idempotency-Key", "photo-" + System.nanoTime());
    byte[] brake = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 1};
    byte[] tyre = brake.clone();
    tyre[11] = 2;
    Answer kept = phone.upload(files + "?name=a.png", "image/png", brake);
    assertThat(kept.status()).as(kept.text()).isEqualTo(201);
    assertThat(phone.upload(files + "?name=a.png", "image/png", brake).id()).isEqualTo(kept.id());
    assertThat(phone.upload(files + "?name=a.png", "image/png", tyre).status()).isEqualTo(422);
    assertThat(manager.get(files).array()).hasSize(1);
  }

  @Test
  void aProblemIsToldInTheLanguageOfWhoAsks() throws Exception {
    String wrong = "{\"name\":\"Sami\",\"phone\":\"12\"}";
    Answer french = manager.with("Accept-Language", "fr-TN,fr;q=0.9").post("customers", wrong);
    assertThat(french.status()).isEqualTo(422);
    assertThat(french.object().getString("detail")).contains("Un téléphone a 8 chiffres");
    Answer arabic = manager.with("Accept-Language", "ar").get("vehicles/999999999");
    assertThat(arabic.object().getString("title")).isEqualTo("غير موجود");
    assertThat(arabic.object().getString("type")).isEqualTo("urn:ecar:problem:not-found");
  }

  @Test
  void whoGuessesPasswordsWaits() throws Exception {
    ApiClient guesser = new ApiClient(Product.running().base());
    String guess = "{\"user\":\"nobody-here\",\"password\":\"wrong-password\"}";
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.post("session", guess).status()).isEqualTo(401);
    }
    assertThat(guesser.post("session", guess).status()).isEqualTo(429);
    assertThat(ApiClient.manager().get("session").status()).isEqualTo(200);
  }

  @Test
  void fiveMegabytesInAFieldAreRefused() throws Exception {
    String long5 = "x".repeat(5 * 1024 * 1024);
    for (String body : List.of(SAMI.replace("Sami", long5), SAMI.replace("20123456", long5))) {
      Answer refused = manager.post("customers", body);
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.text().length()).isLessThan(1_000);
    }
    Answer half = manager.post("customers", SAMI.replace("Sami", "x".repeat(500_000)));
    assertThat(half.status()).isEqualTo(422);
    assertThat(half.text().length()).isLessThan(2_000);
  }
}
