package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/**
 * What a URLRewrite makes of the path that the backend sees.
 *
 * <p>Stricter than the official test, which can't see the path: what arrives is compared.
 */
@ConformanceTest(
    name = "MeshHTTPRouteRewritePath",
    says = "A URLRewrite replaces a prefix, or the whole path",
    features = {Features.MESH, Features.HTTP_ROUTE, Features.MESH_HTTP_ROUTE_REWRITE_PATH},
    manifests = "mesh-rewrite-path.yaml")
public class MeshHttpRouteRewritePath {
  @Check(
      requirement = "mesh.httproute.rewrite.prefix",
      says = "ReplacePrefixMatch replaces the prefix that matched and keeps what follows")
  void prefix(Kit kit) {
    kit.expect(
        Requests.get(kit, "rewrite", "/prefix/one/two"),
        Requests.from("echo-v1").seenPath("/one/two"));
  }

  @Check(
      requirement = "mesh.httproute.rewrite.prefix.strip",
      says = "ReplacePrefixMatch with / takes the prefix away")
  void strip(Kit kit) {
    kit.expect(
        Requests.get(kit, "rewrite", "/strip-prefix/three"),
        Requests.from("echo-v1").seenPath("/three"));
    kit.expect(
        Requests.get(kit, "rewrite", "/strip-prefix"), Requests.from("echo-v1").seenPath("/"));
  }

  @Check(
      requirement = "mesh.httproute.rewrite.full",
      says = "ReplaceFullPath replaces all of the path and keeps the query")
  void full(Kit kit) {
    kit.expect(
        Requests.get(kit, "rewrite", "/full/one/two?three=4"),
        Requests.from("echo-v1").seenPath("/one?three=4"));
  }

  @Check(
      requirement = "mesh.httproute.rewrite.and-headers",
      says = "A rewrite goes with a change of headers")
  void andHeaders(Kit kit) {
    kit.expect(
        Requests.get(kit, "rewrite", "/full/rewrite-and-modify/test"),
        Requests.from("echo-v1")
            .seenPath("/test")
            .seenHeader("X-Header-Set", "set-overwrites-values"));
  }
}
