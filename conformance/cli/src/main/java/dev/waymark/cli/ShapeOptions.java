package dev.waymark.cli;

import dev.waymark.cli.reference.ReferenceCluster.Shape;
import dev.waymark.kit.plan.UsageException;
import dev.waymark.kubernetes.network.AddressPlan;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the embedded cluster is to be. */
final class ShapeOptions {

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes the embedded cluster has. Example: --nodes 3")
  private int nodes = 1;

  @Option(
      names = "--mapped",
      description =
          "Map the embedded cluster's addresses to ports of 127.0.0.1, as is done anyway where"
              + " addresses of their own or low ports can't be bound. Example: --mapped")
  private boolean mapped;

  Shape shape() {
    if (nodes < 1 || nodes > AddressPlan.MAX_NODES) {
      throw new UsageException(
          "--nodes: " + nodes + " (expected: 1 to " + AddressPlan.MAX_NODES + ")");
    }
    return new Shape(nodes, mapped, Optional.empty());
  }
}
