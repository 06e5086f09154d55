package tn.ecar.pool.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rotations of a role that may have no connection besides those of the pool. */
class RotationLimitIT {

  /** One host had no room for the question, was said to be away, and was waited for without end. */
  @Test
  void aHostOfAListWhoseRoleHadNoMoreConnectionsWasTakenForOneThatIsAway() throws Exception {
    try (OtherPostgres first = OtherPostgres.proving("scram-sha-256");
        OtherPostgres second = OtherPostgres.proving("scram-sha-256")) {
      for (OtherPostgres each : List.of(first, second)) {
        each.execute("create role rotated login connection limit 1 password '" + Scene.OLD + "'");
      }
      try (Scene scene =
          Scene.of(
              "scram-sha-256",
              "server_lifetime = 3600",
              "[databases]",
              OtherPostgres.entry("both", first, second))) {
        scene.visit("both", Scene.OLD);
        assertThat(List.of(first.opens("rotated", Scene.OLD), second.opens("rotated", Scene.OLD)))
            .as("the pool's server is all that one of them allows")
            .containsExactlyInAnyOrder(true, false);
        scene.pooler().operations().rotate(scene.user());
        scene.visit("both", scene.newest());
        scene.pooler().operations().endRotation(scene.user());
        scene.visit("both", scene.newest());
      }
    }
  }
}
