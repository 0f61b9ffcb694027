package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;

/**
 * The simplest route of a mesh: all requests to a Service's port go to another Service.
 *
 * <p>Stricter than the official test: what the route's status says of the Service, and what the
 * backend sees of path, method and host.
 */
@ConformanceTest(
    name = "MeshHTTPRouteSimpleSameNamespace",
    says = "A route without matches takes all requests of its Service to its backend",
    features = {Features.MESH, Features.HTTP_ROUTE},
    manifests = "mesh-simple-same-namespace.yaml")
public class MeshHttpRouteSimpleSameNamespace {
  private static final String PARENT = "simple:80";

  @Check(
      requirement = "mesh.httproute.backend",
      says = "Requests to the Service go to the route's backend, not to the Service's own Pods")
  void backend(Kit kit) {
    for (String path : new String[] {"/", "/any/path"}) {
      kit.expect(Requests.get(kit, "simple", path), Requests.from("echo-v1"));
    }
  }

  @Check(
      requirement = "mesh.httproute.forward.path",
      says = "The backend of a route sees path and query as they were sent")
  void path(Kit kit) {
    kit.expect(
        Requests.get(kit, "simple", "/forwarded/on?one=1"),
        Requests.from("echo-v1").seenPath("/forwarded/on?one=1"));
  }

  @Check(
      requirement = "mesh.httproute.forward.method",
      says = "The backend of a route sees the method")
  void method(Kit kit) {
    kit.expect(
        Requests.send(kit, "simple", Request.of("DELETE", "/")),
        Requests.from("echo-v1").with(new Matcher.Equal(Json.text("DELETE")), "seen", "method"));
  }

  @Check(
      requirement = "mesh.httproute.forward.host",
      says = "The backend of a route sees the Host that the client named")
  void host(Kit kit) {
    Call call = Requests.send(kit, "simple", Request.get("/").host("named.example.com"));
    kit.expect(call, Requests.from("echo-v1").seenHost("named.example.com"));
  }

  @Check(
      requirement = "mesh.httproute.status.accepted",
      says = "The route is Accepted=True for Accepted by its Service")
  void accepted(Kit kit) {
    kit.expect(
        Requests.route(kit, "simple"),
        Requests.of(PARENT, it -> it.condition("Accepted", "True", "Accepted")));
  }

  @Check(
      requirement = "mesh.httproute.status.resolved-refs",
      says = "The route is ResolvedRefs=True for ResolvedRefs")
  void resolvedRefs(Kit kit) {
    kit.expect(
        Requests.route(kit, "simple"),
        Requests.of(PARENT, it -> it.condition("ResolvedRefs", "True", "ResolvedRefs")));
  }

  @Check(
      requirement = "mesh.httproute.parent-port",
      says = "A route that names port 80 leaves the Service's other port alone")
  void otherPort(Kit kit) {
    kit.given(Requests.get(kit, "simple", "/"), Requests.from("echo-v1"));
    kit.expectStays(
        kit.pod("client").to("simple", 8080, Request.get("/")), Requests.from("echo-v3"));
  }
}
