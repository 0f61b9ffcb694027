package dev.waymark.cli.reference;

import dev.waymark.clusters.Cluster;
import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kubernetes.node.PodProgram;
import dev.waymark.mesh.Mesh;
import dev.waymark.mesh.MeshManifests;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Starts an embedded cluster, with the reference mesh in it or without. */
public final class ReferenceCluster {
  private ReferenceCluster() {}

  /**
   * How the embedded cluster is to be.
   *
   * @param nodes at least 1
   * @param mapped whether addresses are mapped to ports of 127.0.0.1; where the system leaves no
   *     choice they are, whatever this says
   */
  public record Shape(int nodes, boolean mapped) {
    /** One node, addresses of its own where the system allows them. */
    public static final Shape DEFAULT = new Shape(1, false);
  }

  /**
   * Starts a cluster without a mesh.
   *
   * @throws EnvironmentFailure if the machine has no room for it
   */
  public static EmbeddedCluster startAlone(Shape shape) {
    return start(shape, Map.of());
  }

  /**
   * Starts a cluster and installs the mesh; returns while the mesh is still coming up, as an
   * installer does. Whoever needs it waits for its GatewayClass.
   *
   * @throws EnvironmentFailure if the machine has no room for it
   */
  public static EmbeddedCluster startWith(Mesh mesh, Shape shape) {
    var programs = new MeshPrograms(mesh, PooledByteBufAllocator.DEFAULT).byImage();
    var cluster = start(shape, programs);
    try {
      install(cluster);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static EmbeddedCluster start(Shape shape, Map<String, PodProgram> programs) {
    try {
      return EmbeddedCluster.builder()
          .nodes(shape.nodes())
          .mapped(shape.mapped())
          .programs(programs)
          .start();
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The embedded cluster can't start: " + e.getMessage() + ".",
          "Run 'waymark doctor' to see what this machine lacks; --mapped needs nothing but"
              + " 127.0.0.1.",
          e);
    }
  }

  private static void install(Cluster cluster) {
    var manifests = MeshManifests.system().getBytes(StandardCharsets.UTF_8);
    for (var object : cluster.client().load(new ByteArrayInputStream(manifests)).items()) {
      cluster.client().resource(object).create();
    }
  }
}
