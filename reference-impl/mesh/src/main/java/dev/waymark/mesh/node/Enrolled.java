package dev.waymark.mesh.node;

import dev.waymark.dataplane.ztunnel.Captured;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Pod that is captured.
 *
 * @param workload its uid as a workload of the mesh
 */
record Enrolled(String namespace, String name, String workload, Closeable capture, Captured proxy) {
  private static final Logger LOG = LoggerFactory.getLogger(Enrolled.class);

  /** Gives the Pod's connections back; those that are open go on for as long as they may. */
  void release() {
    try {
      capture.close();
    } catch (IOException e) {
      LOG.warn("{}/{} not released", namespace, name, e);
    }
    proxy.release();
  }
}
