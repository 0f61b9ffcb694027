package dev.waymark.gammatests.ambient;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;

/** Which Pods the proxies of the nodes take care of: shown by a policy that only they enforce. */
@ConformanceTest(
    name = "AmbientEnrolment",
    says = "Labels say which Pods are in the mesh",
    features = {Features.AMBIENT},
    manifests = "ambient-enrolment.yaml")
public class AmbientEnrolment {
  private static final String ENROLLED = "l4-enrolled";
  private static final String OTHERWISE = "l4-not-enrolled";

  @Check(
      requirement = "ambient.enrolment.namespace",
      says = "The label of a namespace puts its Pods into the mesh")
  void namespace(Kit kit) {
    kit.expect(Ambient.other(kit, ENROLLED, "captured"), Answer.none());
    kit.expect(Ambient.client(kit, ENROLLED, "captured"), Answer.from("captured", ENROLLED));
  }

  @Check(
      requirement = "ambient.enrolment.pod-out",
      says = "The label of a Pod keeps it out of the mesh that its namespace is in")
  void podOut(Kit kit) {
    kit.given(Ambient.other(kit, ENROLLED, "captured"), Answer.none());
    kit.expectStays(Ambient.other(kit, ENROLLED, "withdrawn"), Answer.from("withdrawn", ENROLLED));
  }

  @Check(
      requirement = "ambient.enrolment.pod-in",
      says = "The label of a Pod puts it into the mesh that its namespace is not in")
  void podIn(Kit kit) {
    kit.expect(Ambient.other(kit, OTHERWISE, "own-label"), Answer.none());
    kit.expect(Ambient.client(kit, OTHERWISE, "own-label"), Answer.from("own-label", OTHERWISE));
  }

  @Check(requirement = "ambient.enrolment.none", says = "Without a label a Pod is not in the mesh")
  void none(Kit kit) {
    kit.given(Ambient.other(kit, ENROLLED, "captured"), Answer.none());
    kit.expectStays(
        Ambient.other(kit, OTHERWISE, "unlabelled"), Answer.from("unlabelled", OTHERWISE));
  }
}
