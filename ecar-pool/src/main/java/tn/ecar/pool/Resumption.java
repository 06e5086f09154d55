package tn.ecar.pool;

import java.util.concurrent.Executor;
import tn.ecar.pool.protocol.Refusal;

/**
 * The wait of a client that goes on inside its transaction while everything is suspended: it keeps
 * its server, and may use it again after RESUME. For a client whose thread must not wait; told on
 * the client's event loop.
 */
final class Resumption {
  private final Executor loop;
  private final Lease answer;
  private Waiter waiter;

  Resumption(Executor loop, Lease answer) {
    this.loop = loop;
    this.answer = answer;
  }

  /** Wakes the loop; what the waiter's end runs. */
  void changed() {
    loop.execute(this::look);
  }

  /** On the client's own thread, before anything of the loop can run. */
  void waitsAs(Waiter joined) {
    waiter = joined;
  }

  private void look() {
    Waiter waiting = waiter;
    if (waiting == null) {
      return;
    }
    waiting.tellIfDue();
    Refusal refused = waiting.refused();
    if (refused != null) {
      waiter = null;
      answer.refused(refused.again());
    } else if (waiting.served() instanceof BlockingServer own) {
      waiter = null;
      answer.granted(own);
    }
  }
}
