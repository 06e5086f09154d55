package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A double click paid an invoice twice. */
class OnceTest {
  private final List<String> told = new ArrayList<>();
  private final Wording wording =
      new Wording() {
        @Override
        public void tell(String key, Object... values) {
          told.add(key);
        }
      };

  @Test
  void ofADoubleClickTheSecondWaitsAndIsLedWhereTheFirstOneLed() throws Exception {
    Once once = new Once();
    AtomicInteger paid = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    ExecutorService server = Executors.newFixedThreadPool(2);
    try {
      Once.Deed<InterruptedException> pay =
          () -> {
            paid.incrementAndGet();
            begun.countDown();
            mayEnd.await(10, TimeUnit.SECONDS);
            return "invoice";
          };
      Future<String> first = server.submit(() -> once.lead(wording, pay));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      Future<String> second = server.submit(() -> once.lead(wording, pay));
      mayEnd.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("invoice");
      assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("invoice");
    } finally {
      server.shutdownNow();
    }
    assertThat(paid).hasValue(1);
    assertThat(told).containsExactly("sent.twice");
  }

  @Test
  void whatWasRefusedIsSentAgain() {
    Once once = new Once();
    assertThat(once.lead(wording, () -> (String) null)).isNull();
    assertThat(once.lead(wording, () -> "part")).isEqualTo("part");
    assertThat(told).isEmpty();
  }
}
