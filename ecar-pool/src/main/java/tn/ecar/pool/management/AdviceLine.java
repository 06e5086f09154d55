package tn.ecar.pool.management;

import java.util.Objects;
import tn.ecar.pool.sizing.Advice;

/** One advice on a size in the form that JMX carries to tools which have none of our classes. */
public final class AdviceLine {
  private final Advice advice;

  AdviceLine(Advice advice) {
    this.advice = Objects.requireNonNull(advice, "advice");
  }

  @Meaning("Whose pool it is about; empty for the whole pooler.")
  public String getDatabase() {
    return advice.database();
  }

  @Meaning("Who that pool's servers are logged in as; empty for the whole pooler.")
  public String getUser() {
    return advice.user();
  }

  @Meaning("The setting that it is about.")
  public String getSetting() {
    return advice.key();
  }

  @Meaning("What it is now; 0 for no limit.")
  public int getNow() {
    return advice.now();
  }

  @Meaning("What it should be.")
  public int getAdvised() {
    return advice.advised();
  }

  @Meaning("The figure that it rests on.")
  public String getBecause() {
    return advice.because();
  }

  @Meaning("What would make it another.")
  public String getChange() {
    return advice.change();
  }
}
