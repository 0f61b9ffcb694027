package dev.waymark.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The manifests that install the mesh. */
public final class MeshManifests {
  /** The namespace of everything that is the mesh's own. */
  public static final String NAMESPACE = "waymark-system";

  /** The name of the control plane's Deployment. */
  public static final String CONTROL_PLANE = "control-plane";

  private static final String SYSTEM = "waymark-system.yaml";

  private MeshManifests() {}

  /**
   * Namespace, ServiceAccount with its permissions, Deployment and GatewayClass, as YAML documents
   * in the order to apply them.
   */
  public static String system() {
    try (var stream =
        Objects.requireNonNull(MeshManifests.class.getResourceAsStream(SYSTEM), SYSTEM)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this very jar", e);
    }
  }
}
