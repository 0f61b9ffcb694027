package dev.waymark.kit.run;

import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.MeshWords;
import tools.jackson.databind.JsonNode;

/**
 * Whose statuses of routes are looked at; all others are someone else's business.
 *
 * @param gateways the controller that answers for Gateways
 * @param mesh the one that answers for Services
 */
record Controllers(String gateways, String mesh) {
  /** For objects that have no parents. */
  static final Controllers NONE = new Controllers("", "");

  static Controllers of(Claims claims) {
    return new Controllers(claims.controller(), MeshWords.of(claims).controller());
  }

  /** Whether the entry of a route's {@code status.parents} is one of theirs. */
  boolean wrote(JsonNode parent) {
    String kind = parent.path("parentRef").path("kind").asString("Gateway");
    return parent
        .path("controllerName")
        .asString("")
        .equals(kind.equals("Service") ? mesh : gateways);
  }
}
