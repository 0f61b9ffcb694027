package dev.waymark.gammatests.mesh;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * The same filter on a backend instead of on a rule.
 *
 * <p>Finer than the official test: setting, adding and removing are told apart.
 */
@ConformanceTest(
    name = "MeshHTTPRouteBackendRequestHeaderModifier",
    says = "A RequestHeaderModifier of a backend sets, adds and removes request headers",
    features = {
      Features.MESH,
      Features.HTTP_ROUTE,
      Features.MESH_HTTP_ROUTE_BACKEND_REQUEST_HEADER_MODIFICATION
    },
    manifests = "mesh-backend-request-header-modifier.yaml")
public class MeshHttpRouteBackendRequestHeaderModifier {
  @Check(
      requirement = "mesh.httproute.backend-filter.request-headers.set",
      says = "set creates a header, and replaces the value that the request has")
  void set(Kit kit) {
    Modified.set(kit, "backend-modifier");
  }

  @Check(
      requirement = "mesh.httproute.backend-filter.request-headers.add",
      says = "add creates a header, and appends to the value that the request has")
  void add(Kit kit) {
    Modified.add(kit, "backend-modifier");
  }

  @Check(
      requirement = "mesh.httproute.backend-filter.request-headers.remove",
      says = "remove takes the header away")
  void remove(Kit kit) {
    Modified.remove(kit, "backend-modifier");
  }
}
