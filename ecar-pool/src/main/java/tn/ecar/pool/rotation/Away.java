package tn.ecar.pool.rotation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tn.ecar.pool.protocol.Refusal;

/** The places that could not be asked, and why. */
final class Away {
  private final Map<Place, Refusal> why = new LinkedHashMap<>();

  static Away of(Place place, Refusal refused) {
    Away away = new Away();
    away.add(place, refused);
    return away;
  }

  void add(Place place, Refusal refused) {
    why.put(place, refused);
  }

  /** Whether its host has said nothing at another place: it is not waited for once more. */
  boolean isSilent(Place place) {
    Optional<Refusal> before =
        why.entrySet().stream()
            .filter(it -> it.getKey().server().equals(place.server()))
            .map(Map.Entry::getValue)
            // The pool's own words, of a proof that it cannot give, tell nothing of the host.
            .filter(it -> it.getCause() instanceof IOException)
            .findFirst();
    before.ifPresent(refused -> add(place, refused));
    return before.isPresent();
  }

  Away without(Predicate<Place> found) {
    Away left = new Away();
    why.forEach(
        (place, refused) -> {
          if (!found.test(place)) {
            left.add(place, refused);
          }
        });
    return left;
  }

  boolean isEmpty() {
    return why.isEmpty();
  }

  /** A sentence for the operator, which names each. */
  @Override
  public String toString() {
    return why.entrySet().stream()
        .map(it -> it.getKey() + " cannot be asked: " + it.getValue().getMessage())
        .collect(Collectors.joining("; "));
  }
}
