package dev.waymark.dataplane.ztunnel;

import dev.waymark.model.workload.LoadBalancing.Mode;
import dev.waymark.model.workload.LoadBalancing.Scope;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.Workload;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** Which endpoint of a Service takes a connection. Pure but for the dice. */
final class EndpointChoice {
  private EndpointChoice() {}

  /** An endpoint, and its port for the Service's. */
  record Endpoint(Workload workload, InetSocketAddress address) {}

  /** An endpoint that serves a port of the Service; empty if there is none. */
  static Optional<Endpoint> of(
      MeshService service, int port, Workload client, MeshView mesh, RandomGenerator dice) {
    return choose(service, workload -> targetPort(workload, service, port), client, mesh, dice);
  }

  /**
   * An endpoint that takes tunnels, for a Service that is a waypoint's: it need not declare the
   * tunnels' port where the endpoint takes tunnels for an application.
   */
  static Optional<Endpoint> ofWaypoint(
      MeshService service, int hbonePort, Workload client, MeshView mesh, RandomGenerator dice) {
    return choose(
        service,
        workload -> {
          int declared = targetPort(workload, service, hbonePort);
          return declared == 0 && workload.applicationTunnel().isPresent() ? hbonePort : declared;
        },
        client,
        mesh,
        dice);
  }

  /** The workload's port, 0 if it has none for this. */
  private static int targetPort(Workload workload, MeshService service, int port) {
    Map<Integer, Integer> ports = workload.services().getOrDefault(service.key(), Map.of());
    Integer own = ports.get(port);
    return own != null && own > 0 ? own : own == null ? 0 : service.ports().getOrDefault(port, 0);
  }

  private static Optional<Endpoint> choose(
      MeshService service,
      ToIntFunction<Workload> targetPort,
      Workload client,
      MeshView mesh,
      RandomGenerator dice) {
    List<Endpoint> candidates = new ArrayList<>();
    for (Workload workload : mesh.endpoints(service.key())) {
      int port = targetPort.applyAsInt(workload);
      if (port > 0
          && !workload.addresses().isEmpty()
          && (workload.healthy() || !service.loadBalancing().onlyHealthy())) {
        var address = workload.addresses().getFirst();
        candidates.add(new Endpoint(workload, new InetSocketAddress(address, port)));
      }
    }
    List<Endpoint> preferred = preferred(service, client, candidates);
    return preferred.isEmpty() ? Optional.empty() : Optional.of(weighted(preferred, dice));
  }

  private static List<Endpoint> preferred(
      MeshService service, Workload client, List<Endpoint> candidates) {
    List<Scope> preference = service.loadBalancing().preference();
    if (service.loadBalancing().mode() == Mode.STRICT) {
      return ranked(candidates, client, preference, preference.size());
    }
    if (service.loadBalancing().mode() == Mode.FAILOVER) {
      int best =
          candidates.stream()
              .mapToInt(endpoint -> rank(endpoint.workload(), client, preference))
              .max()
              .orElse(0);
      return ranked(candidates, client, preference, best);
    }
    return candidates;
  }

  private static List<Endpoint> ranked(
      List<Endpoint> candidates, Workload client, List<Scope> preference, int rank) {
    return candidates.stream()
        .filter(endpoint -> rank(endpoint.workload(), client, preference) == rank)
        .toList();
  }

  /** How many scopes are equal, from the first on. */
  private static int rank(Workload workload, Workload client, List<Scope> preference) {
    int rank = 0;
    while (rank < preference.size() && isEqual(preference.get(rank), workload, client)) {
      rank++;
    }
    return rank;
  }

  private static boolean isEqual(Scope scope, Workload one, Workload other) {
    return switch (scope) {
      case NETWORK -> true; // the mesh has one
      case REGION -> one.locality().region().equals(other.locality().region());
      case ZONE -> one.locality().zone().equals(other.locality().zone());
      case SUBZONE -> one.locality().subzone().equals(other.locality().subzone());
      case NODE -> one.node().equals(other.node());
      case CLUSTER -> one.owner().cluster().equals(other.owner().cluster());
    };
  }

  /** In a stable order, so that the same dice give the same endpoint. */
  private static Endpoint weighted(List<Endpoint> endpoints, RandomGenerator dice) {
    List<Endpoint> ordered =
        endpoints.stream()
            .sorted(Comparator.comparing((Endpoint endpoint) -> endpoint.workload().uid()))
            .toList();
    long sum = ordered.stream().mapToLong(endpoint -> endpoint.workload().capacity()).sum();
    long thrown = dice.nextLong(sum);
    for (Endpoint endpoint : ordered) {
      thrown -= endpoint.workload().capacity();
      if (thrown < 0) {
        return endpoint;
      }
    }
    throw new IllegalStateException("the sum of capacities is more than it is");
  }
}
