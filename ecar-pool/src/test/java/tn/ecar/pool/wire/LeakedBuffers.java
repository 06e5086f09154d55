package tn.ecar.pool.wire;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Netty's detector of buffers that were collected without having been released, which keeps what it
 * finds for a test to look at. Netty takes it by the property {@code
 * io.netty.customResourceLeakDetector}.
 */
public final class LeakedBuffers<T> extends ResourceLeakDetector<T> {
  private static final List<String> FOUND = new CopyOnWriteArrayList<>();

  /** As Netty wants it. */
  public LeakedBuffers(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** What has leaked in this Java machine so far. */
  static List<String> found() {
    return List.copyOf(FOUND);
  }

  @Override
  protected boolean needReport() {
    return true;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    FOUND.add(resourceType + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    FOUND.add(resourceType);
  }
}
