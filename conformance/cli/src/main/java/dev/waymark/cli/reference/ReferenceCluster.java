package dev.waymark.cli.reference;

import dev.waymark.clusters.Cluster;
import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kubernetes.node.PodProgram;
import dev.waymark.kubernetes.storage.UnusableStateException;
import dev.waymark.mesh.Mesh;
import dev.waymark.mesh.MeshManifests;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Starts an embedded cluster, with the reference mesh in it or without. */
public final class ReferenceCluster {
  private ReferenceCluster() {}

  /**
   * How the embedded cluster is to be.
   *
   * @param nodes at least 1
   * @param mapped whether addresses are mapped to ports of 127.0.0.1; where the system leaves no
   *     choice they are, whatever this says
   * @param data the directory that keeps it, and may hold it already; if empty it ends with this
   *     process
   */
  public record Shape(int nodes, boolean mapped, Optional<Path> data) {
    /** One node, addresses of its own where the system allows them, kept nowhere. */
    public static final Shape DEFAULT = new Shape(1, false, Optional.empty());

    /** The same, kept in a directory. */
    public Shape keptIn(Path directory) {
      return new Shape(nodes, mapped, Optional.of(directory));
    }
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
      var builder =
          EmbeddedCluster.builder().nodes(shape.nodes()).mapped(shape.mapped()).programs(programs);
      shape.data().ifPresent(builder::data);
      return builder.start();
    } catch (UnusableStateException e) {
      throw new EnvironmentFailure(
          "The embedded cluster can't be kept in "
              + shape.data().map(Path::toString).orElse("")
              + ": "
              + e.getMessage()
              + ".",
          e.remedy(),
          e);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The embedded cluster can't start: " + e.getMessage() + ".",
          "Run 'waymark doctor' to see what this machine lacks; --mapped needs nothing but"
              + " 127.0.0.1.",
          e);
    }
  }

  /** Brings the objects of a cluster that had them before up to date. */
  private static void install(Cluster cluster) {
    var manifests = MeshManifests.system().getBytes(StandardCharsets.UTF_8);
    for (var object : cluster.client().load(new ByteArrayInputStream(manifests)).items()) {
      cluster.client().resource(object).createOr(NonDeletingOperation::update);
    }
  }
}
