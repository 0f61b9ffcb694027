package dev.waymark.mesh.workloadapi;

import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryRequest;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryResponse;
import dev.waymark.mesh.workloadapi.proto.Resource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one client wants of one type, and has. Source: the incremental protocol as Envoy's
 * documentation of xDS describes it. For one thread at a time.
 */
final class TypeSubscription {
  private static final String EVERYTHING = "*";

  private final Set<String> names = new HashSet<>();
  private final Map<String, String> versions;
  private final Set<String> asked = new HashSet<>();
  private boolean wildcard;
  private boolean answered;

  /** Begins with a client's first request of the type: without a name it wants everything. */
  TypeSubscription(DeltaDiscoveryRequest first) {
    versions = new HashMap<>(first.getInitialResourceVersionsMap());
    wildcard = first.getResourceNamesSubscribeCount() == 0;
    change(first);
  }

  void change(DeltaDiscoveryRequest request) {
    for (String name : request.getResourceNamesSubscribeList()) {
      if (name.equals(EVERYTHING)) {
        wildcard = true;
      } else {
        names.add(name);
        asked.add(name);
      }
    }
    for (String name : request.getResourceNamesUnsubscribeList()) {
      if (name.equals(EVERYTHING)) {
        wildcard = false;
      } else {
        names.remove(name);
        versions.remove(name);
      }
    }
  }

  /**
   * What to tell the client now, which from then on counts as told; empty if nothing is new. The
   * first request of all is always answered, as clients wait for that; who asks for a name is told
   * of it even if it was told before, or that there is no such resource.
   */
  Optional<DeltaDiscoveryResponse.Builder> difference(String type, Catalogue catalogue) {
    Map<String, Resource> wanted = wanted(type, catalogue);
    asked.forEach(name -> versions.remove(catalogue.resolve(name)));
    var response = DeltaDiscoveryResponse.newBuilder().setTypeUrl(type);
    wanted.forEach(
        (name, resource) -> {
          if (!resource.getVersion().equals(versions.put(name, resource.getVersion()))) {
            response.addResources(resource);
          }
        });
    versions
        .keySet()
        .removeIf(
            name -> {
              boolean gone = !wanted.containsKey(name);
              if (gone) {
                response.addRemovedResources(name);
              }
              return gone;
            });
    asked.stream()
        .filter(name -> !wanted.containsKey(catalogue.resolve(name)))
        .forEach(response::addRemovedResources);
    asked.clear();
    boolean worthIt =
        !answered || response.getResourcesCount() > 0 || response.getRemovedResourcesCount() > 0;
    answered = true;
    return worthIt ? Optional.of(response) : Optional.empty();
  }

  private Map<String, Resource> wanted(String type, Catalogue catalogue) {
    Map<String, Resource> all = catalogue.resources(type);
    if (wildcard) {
      return all;
    }
    Map<String, Resource> wanted = new HashMap<>();
    for (String name : names) {
      Resource resource = all.get(catalogue.resolve(name));
      if (resource != null) {
        wanted.put(resource.getName(), resource);
      }
    }
    return wanted;
  }
}
