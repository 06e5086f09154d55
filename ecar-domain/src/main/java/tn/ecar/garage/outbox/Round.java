package tn.ecar.garage.outbox;

import java.util.Set;

/**
 * What one round of sending did.
 *
 * @param carried messages handed over
 * @param failed messages that could not be; they are tried again or have died
 * @param expired messages that were given up because nobody needs to know any more
 * @param down the channels whose carrier did not answer; what is left of them waits
 */
public record Round(int carried, int failed, int expired, Set<Message.Channel> down) {
  public Round {
    down = Set.copyOf(down);
  }

  @Override
  public String toString() {
    return carried
        + " carried, "
        + failed
        + " failed, "
        + expired
        + " expired"
        + (down.isEmpty() ? "" : ", not answering: " + down);
  }
}
