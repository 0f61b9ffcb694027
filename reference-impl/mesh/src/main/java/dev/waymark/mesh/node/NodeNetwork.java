package dev.waymark.mesh.node;

import dev.waymark.dataplane.ztunnel.Captured;
import dev.waymark.dataplane.ztunnel.PodSide;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Function;

/** A node, as far as its proxy may touch it. Safe for use by any thread. */
public interface NodeNetwork {
  /**
   * Takes a Pod's connections from now on and until the result is closed, or the Pod ends.
   *
   * @param uid {@code metadata.uid} of the Pod
   * @param workload the uid of the Pod as a workload of the mesh
   * @param proxy takes the Pod into its care
   * @throws IOException if the node does not run the Pod, or can't capture it
   */
  Closeable capture(String uid, String workload, Function<PodSide, Captured> proxy)
      throws IOException;
}
