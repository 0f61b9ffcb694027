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

  private static final String POLICIES = "security-policies.yaml";
  private static final String SYSTEM = "waymark-system.yaml";

  private MeshManifests() {}

  /**
   * The kinds of the policies, then Namespace, ServiceAccounts with their permissions, the programs
   * and GatewayClasses, as YAML documents in the order to apply them.
   */
  public static String system() {
    return read(POLICIES) + "---\n" + read(SYSTEM);
  }

  private static String read(String resource) {
    try (var stream =
        Objects.requireNonNull(MeshManifests.class.getResourceAsStream(resource), resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this very jar", e);
    }
  }
}
