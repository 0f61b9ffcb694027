package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;
import java.util.Map;

/**
 * Rules of one route lead to different Services; and what becomes of requests whose backend is
 * declined.
 *
 * <p>Stricter than the official test, which tries healthy backends only: meshes were seen to send
 * traffic to a backend that they had declined, and to hand its share to the others.
 */
@ConformanceTest(
    name = "MeshTrafficSplit",
    says = "A Service's requests are split among others by path",
    features = {Features.MESH, Features.HTTP_ROUTE},
    manifests = "mesh-traffic-split.yaml")
public class MeshTrafficSplit {
  @Check(
      requirement = "mesh.httproute.match.path.exact",
      says = "Exact paths lead to the backends of their rules")
  void split(Kit kit) {
    kit.expect(Requests.get(kit, "split", "/v1"), Requests.from("echo-v1"));
    kit.expect(Requests.get(kit, "split", "/v2?version=1"), Requests.from("echo-v2"));
  }

  @Check(
      requirement = "mesh.httproute.match.path.exact.no-prefix",
      says = "An Exact path doesn't match a longer one")
  void notBelow(Kit kit) {
    kit.given(Requests.get(kit, "split", "/v1"), Requests.from("echo-v1"));
    kit.given(Requests.get(kit, "split", "/unmatched"), Answer.any().fromNoBackend());
    kit.expect(Requests.get(kit, "split", "/v1/deeper"), Answer.any().fromNoBackend());
  }

  @Check(
      requirement = "mesh.httproute.backend-missing.error",
      says = "A backend that doesn't exist: the request is not answered by anybody else")
  void missingBackend(Kit kit) {
    kit.expectStays(Requests.get(kit, "split-missing", "/missing"), Requests.failed());
  }

  @Check(
      requirement = "mesh.httproute.backend-missing.status-code",
      says = "A backend that doesn't exist: the answer is 500")
  void missingBackendIs500(Kit kit) {
    kit.given(Requests.get(kit, "split-missing", "/missing"), Requests.failed());
    kit.expect(Requests.get(kit, "split-missing", "/missing"), Answer.status(500));
  }

  @Check(
      requirement = "mesh.httproute.backend-missing.share",
      says = "A backend that doesn't exist keeps its share: half of the requests fail")
  void missingBackendKeepsItsShare(Kit kit) {
    kit.given(Requests.get(kit, "split-missing", "/missing"), Requests.failed());
    kit.expectShares(Requests.get(kit, "split-missing", "/half"), Map.of("echo-v1", 1, "", 1));
  }

  @Check(
      requirement = "mesh.httproute.backend-missing.condition",
      says = "A backend that doesn't exist: ResolvedRefs=False for BackendNotFound")
  void missingBackendIsTold(Kit kit) {
    kit.expect(
        Requests.route(kit, "split-missing"),
        Requests.of(
            "split-missing:80", it -> it.condition("ResolvedRefs", "False", "BackendNotFound")));
  }

  @Check(
      requirement = "mesh.httproute.status.accepted-despite-unresolved",
      says = "A backend that doesn't exist: the route is accepted all the same")
  void missingBackendIsNoReasonToRefuse(Kit kit) {
    kit.given(
        Requests.route(kit, "split-missing"),
        Requests.of("split-missing:80", it -> it.condition("ResolvedRefs", "False")));
    kit.expect(
        Requests.route(kit, "split-missing"),
        Requests.of("split-missing:80", it -> it.condition("Accepted", "True", "Accepted")));
  }

  @Check(
      requirement = "mesh.httproute.backend-permitted",
      says = "A backend of another namespace with a ReferenceGrant gets the requests")
  void grantedBackend(Kit kit) {
    kit.expect(Requests.get(kit, "split-granted", "/"), Answer.from("echo-v1", Kit.CONSUMER));
  }

  @Check(
      requirement = "mesh.httproute.backend-not-permitted.error",
      says = "A backend of another namespace without a ReferenceGrant gets no request")
  void foreignBackend(Kit kit) {
    kit.expectStays(Requests.get(kit, "split-far", "/far"), Requests.failed());
  }

  @Check(
      requirement = "mesh.httproute.backend-not-permitted.condition",
      says = "A backend of another namespace without a ReferenceGrant: RefNotPermitted")
  void foreignBackendIsTold(Kit kit) {
    kit.expect(
        Requests.route(kit, "split-far"),
        Requests.of(
            "split-far:80", it -> it.condition("ResolvedRefs", "False", "RefNotPermitted")));
  }
}
