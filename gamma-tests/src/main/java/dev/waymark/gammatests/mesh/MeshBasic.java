package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;

/**
 * A mesh without routes carries requests to Services as a cluster without a mesh does.
 *
 * <p>Stricter than the official test, which asks for 200 alone: who answers, and that the request
 * arrives as it was sent.
 */
@ConformanceTest(
    name = "MeshBasic",
    says = "Services without routes are reached as without a mesh",
    features = Features.MESH)
public class MeshBasic {
  private static final String MARK = "X-Mark";

  @Check(
      requirement = "mesh.service.reached",
      says = "A request to a Service is answered by a Pod that the Service selects")
  void reached(Kit kit) {
    kit.expect(Requests.get(kit, "echo-v1", "/"), Requests.from("echo-v1"));
    kit.expect(Requests.get(kit, "echo-v2", "/"), Requests.from("echo-v2"));
  }

  @Check(
      requirement = "mesh.service.other-namespace",
      says = "A Service of another namespace is reached by its name with the namespace")
  void otherNamespace(Kit kit) {
    given(kit);
    kit.expect(
        kit.pod(Kit.CONSUMER, "client").to(Kit.MESH, "echo-v2", 80, Request.get("/")),
        Requests.from("echo-v2"));
    kit.expect(
        kit.pod("client").to(Kit.CONSUMER, "echo-v1", 80, Request.get("/")),
        Answer.from("echo-v1", Kit.CONSUMER));
  }

  @Check(
      requirement = "mesh.service.every-port",
      says = "Each of a Service's ports leads to its target port")
  void everyPort(Kit kit) {
    given(kit);
    kit.expect(kit.pod("client").to("echo-v1", 8080, Request.get("/")), Requests.from("echo-v1"));
  }

  @Check(
      requirement = "mesh.pod.reached",
      says = "A request to a Pod's own address is answered by that Pod")
  void podAddress(Kit kit) {
    kit.expect(
        kit.pod("client").toPodOf(Kit.MESH, "echo-v1", 8080, Request.get("/")),
        Requests.from("echo-v1"));
  }

  @Check(
      requirement = "mesh.forward.path",
      says = "Path and query arrive as they were sent, without a route")
  void path(Kit kit) {
    given(kit);
    kit.expect(
        Requests.get(kit, "echo-v1", "/some/path?one=1&two=%20"),
        Requests.from("echo-v1").seenPath("/some/path?one=1&two=%20"));
  }

  @Check(requirement = "mesh.forward.method", says = "The method arrives, without a route")
  void method(Kit kit) {
    given(kit);
    for (String method : new String[] {"GET", "DELETE", "OPTIONS"}) {
      kit.expect(
          Requests.send(kit, "echo-v1", Request.of(method, "/")),
          Requests.from("echo-v1").with(new Matcher.Equal(Json.text(method)), "seen", "method"));
    }
  }

  @Check(requirement = "mesh.forward.host", says = "The Host arrives, without a route")
  void host(Kit kit) {
    given(kit);
    for (String host : new String[] {"echo-v1", "elsewhere.example.com"}) {
      kit.expect(
          Requests.send(kit, "echo-v1", Request.get("/").host(host)),
          Requests.from("echo-v1").seenHost(host));
    }
  }

  @Check(
      requirement = "mesh.forward.headers",
      says = "Header fields arrive with all their lines, without a route")
  void headers(Kit kit) {
    given(kit);
    kit.expect(
        Requests.send(kit, "echo-v1", Request.get("/").header(MARK, "one").header(MARK, "two")),
        Requests.from("echo-v1").seenHeader(MARK, "one,two"));
  }

  private static void given(Kit kit) {
    kit.given(Requests.get(kit, "echo-v1", "/"), Requests.from("echo-v1"));
  }
}
