package tn.ecar.pool;

/** The times whose distribution a pool keeps. */
public enum Timing {
  /** From a client's request to a server in its hands; zero when one was free. */
  WAIT("From a request to a server for it; refused waits are not in it."),
  /** From a server handed to a client to the moment it comes back. */
  LEASE("How long clients kept a server."),
  /** From the decision to open a server connection to its login. */
  CONNECT("How long server connections took to open."),
  /** From a transaction's server to its end. */
  TRANSACTION("How long transactions took, their wait not included.");

  private final String meaning;

  Timing(String meaning) {
    this.meaning = meaning;
  }

  /** One sentence on what is measured. */
  public String meaning() {
    return meaning;
  }
}
