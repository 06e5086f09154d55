package tn.ecar.launch;

/**
 * The reason why ECAR does not start, as one sentence for the person at the terminal: what is
 * wrong, with which value, and the way out. The launcher prints the sentence and ends with a
 * non-zero status; nobody sees a stack trace.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  public Refusal(String sentence) {
    super(sentence);
  }

  public Refusal(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
