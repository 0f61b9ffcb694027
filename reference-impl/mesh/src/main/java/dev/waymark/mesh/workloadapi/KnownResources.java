package dev.waymark.mesh.workloadapi;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.waymark.mesh.workloadapi.proto.Address;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryResponse;
import dev.waymark.mesh.workloadapi.proto.Resource;
import dev.waymark.model.authorization.Authorization;
import dev.waymark.model.workload.MeshService;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client of the workload API has been told. For one thread at a time. */
final class KnownResources {
  private final Map<String, Map<String, String>> versions = new HashMap<>();
  private final Map<String, Workload> workloads = new HashMap<>();
  private final Map<String, MeshService> services = new HashMap<>();
  private final Map<String, Authorization> policies = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  /**
   * Takes a response over. What can't be read is left as it was before: a policy that is not
   * understood must not open what another closed.
   *
   * @return what was refused, and why
   */
  List<String> apply(DeltaDiscoveryResponse response) {
    List<String> refused = new ArrayList<>();
    Map<String, String> known =
        versions.computeIfAbsent(response.getTypeUrl(), _ -> new HashMap<>());
    for (Resource resource : response.getResourcesList()) {
      try {
        store(response.getTypeUrl(), resource);
        known.put(resource.getName(), resource.getVersion());
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        refused.add(resource.getName() + ": " + e.getMessage());
      }
    }
    for (String name : response.getRemovedResourcesList()) {
      known.remove(name);
      remove(response.getTypeUrl(), name);
    }
    told.add(response.getTypeUrl());
    return refused;
  }

  private void store(String type, Resource resource) throws InvalidProtocolBufferException {
    var content = resource.getResource().getValue();
    switch (type) {
      case Catalogue.ADDRESSES -> {
        Address address = Address.parseFrom(content);
        switch (address.getTypeCase()) {
          case WORKLOAD ->
              workloads.put(resource.getName(), WorkloadMessages.decode(address.getWorkload()));
          case SERVICE ->
              services.put(resource.getName(), ServiceMessages.decode(address.getService()));
          case TYPE_NOT_SET ->
              throw new IllegalArgumentException("type: none (expected: workload or service)");
        }
      }
      case Catalogue.AUTHORIZATIONS ->
          policies.put(
              resource.getName(),
              AuthorizationMessages.decode(
                  dev.waymark.mesh.workloadapi.proto.Authorization.parseFrom(content)));
      default -> throw new IllegalArgumentException("type_url: " + type + ", not asked for");
    }
  }

  private void remove(String type, String name) {
    if (type.equals(Catalogue.AUTHORIZATIONS)) {
      policies.remove(name);
    } else {
      workloads.remove(name);
      services.remove(name);
    }
  }

  /** The versions of what is known of a type, by name. */
  Map<String, String> versions(String type) {
    return Map.copyOf(versions.getOrDefault(type, Map.of()));
  }

  /** Whether there has been a response for each of these types. */
  boolean complete(Collection<String> types) {
    return told.containsAll(types);
  }

  MeshView view() {
    return new MeshView(workloads.values(), services.values(), policies.values());
  }
}
