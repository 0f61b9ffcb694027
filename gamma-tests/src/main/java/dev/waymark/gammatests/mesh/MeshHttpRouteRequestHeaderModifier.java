package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Matcher;

/**
 * What a RequestHeaderModifier does to the headers that the backend sees, and what becomes of
 * requests whose filter can't be carried out.
 *
 * <p>Finer than the official test: setting, adding and removing are told apart. Stricter: a filter
 * that nobody knows is not left out.
 */
@ConformanceTest(
    name = "MeshHTTPRouteRequestHeaderModifier",
    says = "A RequestHeaderModifier sets, adds and removes request headers",
    features = {Features.MESH, Features.HTTP_ROUTE},
    manifests = "mesh-request-header-modifier.yaml")
public class MeshHttpRouteRequestHeaderModifier {
  @Check(
      requirement = "mesh.httproute.filter.request-headers.set",
      says = "set creates a header, and replaces the value that the request has")
  void set(Kit kit) {
    Modified.set(kit, "modifier");
  }

  @Check(
      requirement = "mesh.httproute.filter.request-headers.add",
      says = "add creates a header, and appends to the value that the request has")
  void add(Kit kit) {
    Modified.add(kit, "modifier");
  }

  @Check(
      requirement = "mesh.httproute.filter.request-headers.remove",
      says = "remove takes the header away")
  void remove(Kit kit) {
    Modified.remove(kit, "modifier");
  }

  @Check(
      requirement = "mesh.httproute.filter.request-headers.others-untouched",
      says = "Headers that the filter does not name arrive with all their lines")
  void othersStay(Kit kit) {
    Modified.othersStay(kit, "modifier");
  }

  @Check(
      requirement = "mesh.httproute.filter.unresolved.fails-closed",
      says = "Where a filter can't be resolved the request doesn't go on without it")
  void failsClosed(Kit kit) {
    kit.expectStays(
        Requests.get(kit, "unresolved-filter", "/unresolved"), Answer.any().fromNoBackend());
  }

  @Check(
      requirement = "mesh.httproute.filter.unresolved.error",
      says = "Where a filter can't be resolved the answer is an error")
  void answersWithAnError(Kit kit) {
    kit.given(Requests.get(kit, "unresolved-filter", "/unresolved"), Answer.any().fromNoBackend());
    kit.expect(
        Requests.get(kit, "unresolved-filter", "/unresolved"),
        Answer.any().with(new Matcher.Between(500, 599), "status"));
  }

  @Check(
      requirement = "mesh.httproute.filter.unresolved.condition",
      says =
          "Where a filter can't be resolved a condition of the route says that something is wrong")
  void saysSo(Kit kit) {
    kit.expect(
        Requests.route(kit, "unresolved-filter"),
        Requests.of("unresolved-filter:80", Status::complains));
  }
}
