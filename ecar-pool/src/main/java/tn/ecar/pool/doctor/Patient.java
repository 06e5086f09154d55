package tn.ecar.pool.doctor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tn.ecar.pool.sizing.Formula;

/**
 * What a doctor is asked to look at.
 *
 * @param ini the pool's configuration file; empty for the one that ships with the garage
 * @param environment the variables that the pool was, or would be, started with
 * @param docs the directory of the documentation at hand
 * @param work the workers and threads that will use the pool, where somebody has said so
 */
public record Patient(
    Optional<Path> ini, Map<String, String> environment, Path docs, Optional<Formula> work) {
  public Patient {
    environment = Map.copyOf(environment);
  }

  /** A variable that is set to something. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
