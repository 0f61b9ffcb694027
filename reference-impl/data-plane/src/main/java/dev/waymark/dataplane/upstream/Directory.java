package dev.waymark.dataplane.upstream;

import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of every backend as they are now. Written by whoever follows the cluster, read by
 * every event loop.
 */
public final class Directory {
  private final Map<BackendId, Endpoints> backends = new ConcurrentHashMap<>();

  public void put(Endpoints endpoints) {
    backends.put(endpoints.backend(), endpoints);
  }

  public void remove(BackendId backend) {
    backends.remove(backend);
  }

  /**
   * The endpoints, the same object as long as nothing has changed; null if the backend is not
   * known.
   */
  @Nullable Endpoints get(BackendId backend) {
    return backends.get(backend);
  }
}
