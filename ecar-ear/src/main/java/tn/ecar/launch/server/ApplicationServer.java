package tn.ecar.launch.server;

import java.io.IOException;
import java.util.OptionalLong;
import tn.ecar.launch.Refusal;

/** The application server that carries ECAR: started once, ready once, stopped once. */
public interface ApplicationServer {
  /** Starts it and returns when the application answers. */
  void start() throws IOException, Refusal, InterruptedException;

  /** Waits until it ends by itself, which it does only when something went wrong. */
  void awaitEnd() throws InterruptedException;

  /** Stops it; nothing happens where it does not run. */
  void stop() throws IOException, InterruptedException;

  /** The process number of the server's virtual machine while it runs. */
  OptionalLong pid();
}
