package dev.waymark.gammatests.ambient;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Hops;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/** The whole path, where an implementation tells of hops. */
@ConformanceTest(
    name = "AmbientHops",
    says = "The proxies tell the path of a connection",
    features = {Features.AMBIENT, Features.HOP_REPORTING})
public class AmbientHops {
  @Check(
      requirement = "ambient.hops.tunnel",
      says =
          "Between two Pods of the mesh there is one tunnel, under their identities, for the Pod"
              + " that is meant")
  void tunnel(Kit kit) {
    Call call = Ambient.client(kit, Ambient.NAMESPACE, "echo");
    kit.expect(
        kit.path(call),
        Hops.exactly(2)
            .hop("ztunnel", "outbound")
            .at(Ambient.NAMESPACE, "client")
            .from(Ambient.NAMESPACE, "client")
            .to(Ambient.NAMESPACE, "echo")
            .accepted("tcp")
            .opened("hbone")
            .forPod(Ambient.NAMESPACE, "echo", 8080)
            .decision("forwarded")
            .hop("ztunnel", "inbound")
            .at(Ambient.NAMESPACE, "echo")
            .from(Ambient.NAMESPACE, "client")
            .to(Ambient.NAMESPACE, "echo")
            .accepted("hbone")
            .opened("tcp")
            .decision("forwarded"));
  }

  @Check(
      requirement = "ambient.hops.out-of-mesh",
      says = "A connection that leaves the mesh leaves it plainly, behind one hop")
  void outOfMesh(Kit kit) {
    Call call = Ambient.client(kit, Ambient.OUTSIDE, "echo");
    kit.expect(
        kit.path(call),
        Hops.exactly(1)
            .hop("ztunnel", "outbound")
            .at(Ambient.NAMESPACE, "client")
            .accepted("tcp")
            .opened("tcp")
            .decision("forwarded"));
  }
}
