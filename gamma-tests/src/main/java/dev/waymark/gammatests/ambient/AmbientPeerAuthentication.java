package dev.waymark.gammatests.ambient;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/** PeerAuthentications, from the widest to the narrowest. */
@ConformanceTest(
    name = "AmbientPeerAuthentication",
    says = "A namespace takes connections with proved identities alone, with exceptions",
    features = {Features.AMBIENT},
    manifests = "ambient-peer-authentication.yaml")
public class AmbientPeerAuthentication {
  private static final String NAMESPACE = "l4-mtls";

  @Check(requirement = "ambient.mtls.strict", says = "STRICT refuses plain connections")
  void strict(Kit kit) {
    kit.expect(Ambient.outsider(kit, NAMESPACE, "strict"), Answer.none());
  }

  @Check(requirement = "ambient.mtls.strict.mesh", says = "STRICT takes connections of the mesh")
  void strictMesh(Kit kit) {
    kit.given(Ambient.outsider(kit, NAMESPACE, "strict"), Answer.none());
    kit.expect(Ambient.client(kit, NAMESPACE, "strict"), Answer.from("strict", NAMESPACE));
  }

  @Check(
      requirement = "ambient.mtls.permissive",
      says = "A workload's PERMISSIVE goes before its namespace's STRICT")
  void permissive(Kit kit) {
    kit.given(Ambient.outsider(kit, NAMESPACE, "strict"), Answer.none());
    kit.expect(
        Ambient.outsider(kit, NAMESPACE, "permissive"), Answer.from("permissive", NAMESPACE));
  }

  @Check(
      requirement = "ambient.mtls.disable",
      says = "DISABLE takes plain connections, and those of the mesh")
  void disable(Kit kit) {
    kit.given(Ambient.outsider(kit, NAMESPACE, "strict"), Answer.none());
    kit.expect(Ambient.outsider(kit, NAMESPACE, "disabled"), Answer.from("disabled", NAMESPACE));
    kit.expect(Ambient.client(kit, NAMESPACE, "disabled"), Answer.from("disabled", NAMESPACE));
  }

  @Check(requirement = "ambient.mtls.port", says = "A port may be excepted from STRICT")
  void port(Kit kit) {
    kit.given(Ambient.outsider(kit, NAMESPACE, "strict"), Answer.none());
    kit.expect(
        Ambient.outsider(kit, NAMESPACE, "port-exempt"), Answer.from("port-exempt", NAMESPACE));
  }
}
