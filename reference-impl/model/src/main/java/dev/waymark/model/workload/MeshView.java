package dev.waymark.model.workload;

import dev.waymark.model.authorization.Authorization;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that a mesh's proxies know, at one moment. Look-ups cost the same however large the mesh is.
 */
public final class MeshView {
  /** A mesh of nothing. */
  public static final MeshView EMPTY = new MeshView(List.of(), List.of(), List.of());

  private final Map<String, Workload> workloads;
  private final Map<NamespacedHostname, MeshService> services;
  private final Map<String, Authorization> policies;
  private final Map<InetAddress, List<Workload>> workloadsByAddress = new HashMap<>();
  private final Map<InetAddress, List<MeshService>> servicesByAddress = new HashMap<>();
  private final Map<NamespacedHostname, List<Workload>> endpoints = new HashMap<>();

  /**
   * A view of these.
   *
   * @throws IllegalStateException if two of a kind have the same key
   */
  public MeshView(
      Collection<Workload> workloads,
      Collection<MeshService> services,
      Collection<Authorization> policies) {
    this.workloads = keyed(workloads, Workload::uid);
    this.services = keyed(services, MeshService::key);
    this.policies = keyed(policies, Authorization::key);
    for (Workload workload : workloads) {
      if (!workload.hostNetwork()) {
        workload.addresses().forEach(address -> add(workloadsByAddress, address, workload));
      }
      workload.services().keySet().forEach(service -> add(endpoints, service, workload));
    }
    for (MeshService service : services) {
      service.addresses().forEach(address -> add(servicesByAddress, address, service));
    }
  }

  private static <K, V> Map<K, V> keyed(Collection<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toUnmodifiableMap(key, Function.identity()));
  }

  private static <K, V> void add(Map<K, List<V>> index, K key, V value) {
    index.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(value);
  }

  /** The workload with an address of its own; empty if there is none, or more than one. */
  public Optional<Workload> workload(InetAddress address) {
    List<Workload> found = workloadsByAddress.getOrDefault(address, List.of());
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** The workload with a uid. */
  public Optional<Workload> workload(String uid) {
    return Optional.ofNullable(workloads.get(uid));
  }

  /** The Services with an address; several namespaces may describe the same one. */
  public List<MeshService> services(InetAddress address) {
    return List.copyOf(servicesByAddress.getOrDefault(address, List.of()));
  }

  /** The Service of a namespace with a host name. */
  public Optional<MeshService> service(NamespacedHostname key) {
    return Optional.ofNullable(services.get(key));
  }

  /** The workloads behind a Service, ready or not. */
  public List<Workload> endpoints(NamespacedHostname service) {
    return List.copyOf(endpoints.getOrDefault(service, List.of()));
  }

  /** The policy with a key, {@code NAMESPACE/NAME}. */
  public Optional<Authorization> policy(String key) {
    return Optional.ofNullable(policies.get(key));
  }

  /** Every workload. */
  public Collection<Workload> workloads() {
    return workloads.values();
  }

  /** Every Service. */
  public Collection<MeshService> services() {
    return services.values();
  }

  /** Every policy. */
  public Collection<Authorization> policies() {
    return policies.values();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeshView view
        && workloads.equals(view.workloads)
        && services.equals(view.services)
        && policies.equals(view.policies);
  }

  @Override
  public int hashCode() {
    return workloads.hashCode() * 31 + services.hashCode();
  }
}
