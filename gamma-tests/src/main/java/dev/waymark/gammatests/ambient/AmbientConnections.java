package dev.waymark.gammatests.ambient;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** What works without anybody having said more than that a namespace is in the mesh. */
@ConformanceTest(
    name = "AmbientConnections",
    says = "Pods in the mesh and outside of it reach each other",
    features = {Features.AMBIENT})
public class AmbientConnections {
  @Check(
      requirement = "ambient.connection.service",
      says = "A Service is reached from a Pod in the mesh")
  void service(Kit kit) {
    kit.expect(
        Ambient.client(kit, Ambient.NAMESPACE, "echo"), Answer.from("echo", Ambient.NAMESPACE));
  }

  @Check(
      requirement = "ambient.connection.pod",
      says = "A Pod is reached at its own address from a Pod in the mesh")
  void pod(Kit kit) {
    kit.expect(
        kit.pod(Ambient.NAMESPACE, "client")
            .toPodOf(Ambient.NAMESPACE, "echo", 8080, Request.get("/")),
        Answer.from("echo", Ambient.NAMESPACE));
  }

  @Check(
      requirement = "ambient.connection.into-mesh",
      says = "A Pod in the mesh takes plain connections from outside of it")
  void intoMesh(Kit kit) {
    kit.expect(
        Ambient.outsider(kit, Ambient.NAMESPACE, "echo"), Answer.from("echo", Ambient.NAMESPACE));
  }

  @Check(
      requirement = "ambient.connection.out-of-mesh",
      says = "A Pod in the mesh reaches what is outside of it")
  void outOfMesh(Kit kit) {
    kit.expect(Ambient.client(kit, Ambient.OUTSIDE, "echo"), Answer.from("echo", Ambient.OUTSIDE));
  }

  @Check(
      requirement = "ambient.connection.untouched",
      says = "What passes the proxies of the nodes alone arrives as it was sent")
  void untouched(Kit kit) {
    kit.expect(
        Ambient.client(kit, Ambient.NAMESPACE, "echo", Request.get("/as/sent?a=b")),
        Answer.from("echo", Ambient.NAMESPACE)
            .seenAsSent()
            .seenWithoutHeader("X-Forwarded-For")
            .seenWithoutHeader("X-Forwarded-Proto")
            .seenWithoutHeader("X-Request-Id")
            .seenWithoutHeader("Forwarded")
            .seenWithoutHeader("Via"));
  }
}
