package dev.waymark.cli.outside;

import dev.waymark.kubernetes.network.AddressPlan;
import java.nio.file.Path;
import java.util.Map;

/** The environment variables by which an outside process learns where it is. */
public final class Surroundings {
  private Surroundings() {}

  /**
   * What a process is told of a cluster whose addresses can be bound and dialled.
   *
   * @param kubeconfig the file by which it gets access, and nobody else
   * @param gatewayClass the class that it is to accept
   */
  public static Map<String, String> of(AddressPlan plan, Path kubeconfig, String gatewayClass) {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "WAYMARK_GATEWAY_CLASS", gatewayClass,
        "WAYMARK_CLUSTER_NETWORK", plan.all().toString(),
        "WAYMARK_POD_NETWORK", plan.pods().toString(),
        "WAYMARK_SERVICE_NETWORK", plan.services().toString(),
        "WAYMARK_LOAD_BALANCER_NETWORK", plan.loadBalancers().toString(),
        "WAYMARK_DNS", plan.dns().getHostAddress() + ":53",
        "WAYMARK_CLUSTER_DOMAIN", "cluster.local");
  }
}
