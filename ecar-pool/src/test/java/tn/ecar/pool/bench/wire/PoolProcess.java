package tn.ecar.pool.bench.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.wire.WireDoor;

/** The wire door by itself, in a process whose time and memory can be told. */
public final class PoolProcess {
  private PoolProcess() {}

  /**
   * Runs until it is ended.
   *
   * @param arguments the ini file
   */
  public static void main(String... arguments) throws IOException, InterruptedException {
    Pooler pooler = Pooler.start("bench", Configuration.read(Path.of(arguments[0]), Map.of()));
    WireDoor door = WireDoor.open(pooler);
    try {
      new CountDownLatch(1).await();
    } finally {
      door.close();
      pooler.close();
    }
  }
}
