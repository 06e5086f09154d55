package tn.ecar.garage.audit;

/** Who is at work in the current thread. */
@FunctionalInterface
public interface Caller {
  /** The name of what happens without a person: start-up, schedules, the demo. */
  String SYSTEM = "system";

  /** Returns the login of the signed-in person, or {@link #SYSTEM}; never null. */
  String name();
}
