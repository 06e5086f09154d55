package tn.ecar.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A garage that has just been started is asked by many at once. */
class FirstQuestionsST {
  private static final int MANY = 16;

  /** The pool page asks for five tables at once, and one of them was told that there is no pool. */
  @Test
  void whoAsksTheConsoleFirstIsAnsweredHoweverManyAskAtOnce() throws Exception {
    Product product =
        Product.own(
            Product.freshDirectory(),
            Map.of("ECAR_SCHEDULE_POOL_AUDIT", "off", "ECAR_SCHEDULE_POOL_ROLLUP", "off"),
            null);
    ExecutorService people = Executors.newFixedThreadPool(MANY);
    try {
      GarageClient manager = GarageClient.manager(product);
      CyclicBarrier together = new CyclicBarrier(MANY);
      List<Callable<Integer>> questions = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        questions.add(
            () -> {
              together.await();
              return manager.get("pool/pools").status();
            });
      }
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> answer : people.invokeAll(questions)) {
        answers.add(answer.get());
      }
      assertThat(answers).containsOnly(200);
    } finally {
      people.shutdownNow();
      product.stop();
    }
  }
}
