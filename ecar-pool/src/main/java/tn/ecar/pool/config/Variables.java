package tn.ecar.pool.config;

import java.util.Map;
import java.util.Optional;

/** Reads the variables that libpq and the garage's settings know; an empty one is an absent one. */
final class Variables {
  private Variables() {}

  static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  static Optional<String> value(Map<String, String> environment, String name, ValueType type) {
    return text(environment, name)
        .map(written -> Origin.variable(name).value(name, type, written.strip()));
  }
}
