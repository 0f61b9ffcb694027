package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.gateway;
import static dev.waymark.mesh.defects.StatusFaults.gateways;

import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.ListenerStatus;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Faults in what happens when listeners come and go. */
final class ListenerChangeDefects {
  static final List<Defect> ALL =
      List.of(
          new Defect(
              "LISTENER_ADDED_WITHOUT_STATUS",
              "gateway.listener.added.status",
              "Only listeners that the Gateway had when it was first seen have a status.",
              ListenerChangeDefects::addedWithoutStatus),
          new Defect(
              "LISTENER_ADDED_NOT_SERVED",
              "gateway.listener.added.traffic",
              "Only listeners that the Gateway had when it was first seen are served.",
              ListenerChangeDefects::addedNotServed),
          new Defect(
              "LISTENER_REMOVED_KEEPS_STATUS",
              "gateway.listener.removed.status",
              "The status of a removed listener stays.",
              ListenerChangeDefects::removedKeepsStatus),
          new Defect(
              "LISTENER_REMOVED_STILL_SERVED",
              "gateway.listener.removed.traffic",
              "A listener that was removed goes on being served.",
              ListenerChangeDefects::removedStillServed));

  private ListenerChangeDefects() {}

  private static Faults addedWithoutStatus() {
    var first = new HashMap<String, Set<String>>();
    return gateways(
        (status, view) ->
            gateway(status, view)
                .map(
                    found -> {
                      Set<String> known = firstListeners(first, found);
                      return status.withListeners(
                          status.listeners().stream()
                              .filter(listener -> known.contains(listener.name()))
                              .toList());
                    })
                .orElse(status));
  }

  private static Faults addedNotServed() {
    var first = new HashMap<String, Set<String>>();
    return ViewFaults.served(
        ViewFaults.gateways(
            (found, _) -> {
              Set<String> known = firstListeners(first, found);
              return ViewFaults.withListeners(
                  found,
                  found.getSpec().getListeners().stream()
                      .filter(listener -> known.contains(listener.getName()))
                      .toList());
            }));
  }

  private static Set<String> firstListeners(Map<String, Set<String>> first, Gateway gateway) {
    return first.computeIfAbsent(
        gateway.getMetadata().getUid(),
        _ ->
            gateway.getSpec().getListeners().stream()
                .map(Listener::getName)
                .collect(Collectors.toUnmodifiableSet()));
  }

  private static Faults removedKeepsStatus() {
    var seen = new HashMap<String, Map<String, ListenerStatus>>();
    return gateways(
        (status, view) ->
            gateway(status, view)
                .map(found -> keeping(status, seen, found.getMetadata().getUid()))
                .orElse(status));
  }

  private static GatewayStatus keeping(
      GatewayStatus status, Map<String, Map<String, ListenerStatus>> seen, String uid) {
    Map<String, ListenerStatus> known = seen.computeIfAbsent(uid, _ -> new LinkedHashMap<>());
    status.listeners().forEach(listener -> known.put(listener.name(), listener));
    return status.withListeners(List.copyOf(known.values()));
  }

  private static Faults removedStillServed() {
    var seen = new HashMap<String, Map<String, Listener>>();
    return ViewFaults.served(
        ViewFaults.gateways(
            (found, _) -> {
              Map<String, Listener> known =
                  seen.computeIfAbsent(found.getMetadata().getUid(), _ -> new LinkedHashMap<>());
              found.getSpec().getListeners().forEach(now -> known.put(now.getName(), now));
              return ViewFaults.withListeners(found, new ArrayList<>(known.values()));
            }));
  }
}
