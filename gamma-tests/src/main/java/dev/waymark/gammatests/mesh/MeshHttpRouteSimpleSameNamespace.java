package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
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
 * <p>Stricter than the official test: what the route's status says of the Service, what the backend
 * sees of path, method and host, and that changes take effect. A mesh that knows no consumer routes
 * still must not take one for a route of all clients.
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
    inForce(kit);
    kit.expect(
        Requests.get(kit, "simple", "/forwarded/on?one=1"),
        Requests.from("echo-v1").seenPath("/forwarded/on?one=1"));
  }

  @Check(
      requirement = "mesh.httproute.forward.method",
      says = "The backend of a route sees the method")
  void method(Kit kit) {
    inForce(kit);
    for (String method : new String[] {"DELETE", "PATCH"}) {
      kit.expect(
          Requests.send(kit, "simple", Request.of(method, "/")),
          Requests.from("echo-v1").with(new Matcher.Equal(Json.text(method)), "seen", "method"));
    }
  }

  @Check(
      requirement = "mesh.httproute.forward.host",
      says = "The backend of a route sees the Host that the client named")
  void host(Kit kit) {
    inForce(kit);
    Call call = Requests.send(kit, "simple", Request.get("/").host("named.example.com"));
    kit.given(call, Answer.status(200));
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
    inForce(kit);
    kit.expectStays(
        kit.pod("client").to("simple", 8080, Request.get("/")), Requests.from("echo-v3"));
  }

  @Check(
      requirement = "mesh.httproute.parent-port-unknown",
      says = "A route that names a port which the Service doesn't have is refused by it")
  void unknownPort(Kit kit) {
    kit.expect(
        Requests.route(kit, "nowhere"),
        Requests.of("simple:4242", it -> it.condition("Accepted", "False", "NoMatchingParent")));
  }

  @Check(requirement = "mesh.httproute.updated.served", says = "A changed route takes effect")
  void changed(Kit kit) {
    kit.given(Requests.get(kit, "changing", "/"), Requests.from("echo-v1"));
    change(kit, "changing");
    kit.expect(Requests.get(kit, "changing", "/"), Requests.from("echo-v2"));
  }

  @Check(
      requirement = "mesh.httproute.observed-generation",
      says = "The conditions of a changed route are about the change")
  void changeIsObserved(Kit kit) {
    kit.given(
        Requests.route(kit, "observed"),
        Requests.of("observed:80", it -> it.conditionIsCurrent("Accepted")));
    change(kit, "observed");
    kit.expect(
        Requests.route(kit, "observed"),
        Requests.of(
            "observed:80",
            it -> it.conditionIsCurrent("Accepted").conditionIsCurrent("ResolvedRefs")));
  }

  private static void change(Kit kit, String route) {
    kit.patch(
        "HTTPRoute",
        Kit.MESH,
        route,
        "{spec: {rules: [{backendRefs: [{name: echo-v2, port: 80}]}]}}");
  }

  @Check(
      requirement = "mesh.httproute.deleted",
      says = "When its only route is deleted the Service's own Pods answer again")
  void deleted(Kit kit) {
    kit.given(Requests.get(kit, "deleting", "/"), Requests.from("echo-v1"));
    kit.delete("HTTPRoute", Kit.MESH, "deleting");
    kit.expect(Requests.get(kit, "deleting", "/"), Requests.from("echo-v3"));
  }

  @Check(
      requirement = "mesh.httproute.foreign",
      says = "A route of another namespace than its Service's is not for all of its clients")
  void foreign(Kit kit) {
    inForce(kit); // the two routes came together
    kit.expectStays(Requests.get(kit, "foreign", "/"), Requests.from("echo-v3"));
  }

  private static void inForce(Kit kit) {
    kit.given(Requests.get(kit, "simple", "/"), Requests.from("echo-v1"));
  }
}
