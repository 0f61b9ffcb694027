package dev.waymark.controlplane.view;

import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.security.PeerAuthentication;
import dev.waymark.controlplane.security.RequestAuthentication;
import java.util.Map;

/** All policies of a cluster on who may reach what. */
public record SecurityPolicies(
    Map<ObjectKey, AuthorizationPolicy> authorization,
    Map<ObjectKey, PeerAuthentication> peer,
    Map<ObjectKey, RequestAuthentication> request) {
  /** A cluster without any. */
  public static final SecurityPolicies NONE = new SecurityPolicies(Map.of(), Map.of(), Map.of());

  public SecurityPolicies {
    authorization = Map.copyOf(authorization);
    peer = Map.copyOf(peer);
    request = Map.copyOf(request);
  }
}
