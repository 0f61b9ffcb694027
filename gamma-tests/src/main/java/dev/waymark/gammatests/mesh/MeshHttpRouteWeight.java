package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import java.util.List;
import java.util.Map;

/**
 * Requests to a Service are shared by weight: 70, 30, and 0.
 *
 * <p>Stricter than the official test, which takes the best of ten tries at 500 requests within five
 * points: one try, of as many requests as two stated error rates ask for.
 */
@ConformanceTest(
    name = "MeshHTTPRouteWeight",
    says = "Requests are shared among backends by their weights",
    features = {Features.MESH, Features.HTTP_ROUTE},
    manifests = "mesh-weight.yaml")
public class MeshHttpRouteWeight {
  @Check(
      requirement = "mesh.httproute.weight.share",
      says = "Backends with the weights 70 and 30 get these shares")
  void shares(Kit kit) {
    inForce(kit);
    kit.expectShares(Requests.get(kit, "weight", "/"), Map.of("echo-v1", 70, "echo-v2", 30));
  }

  @Check(
      requirement = "mesh.httproute.weight.zero",
      says = "A backend with the weight 0 gets nothing, though it is the Service itself")
  void nothingForWeightZero(Kit kit) {
    inForce(kit);
    kit.expectUnreached(Requests.get(kit, "weight", "/"), "echo-v3");
  }

  private static void inForce(Kit kit) {
    kit.given(
        Requests.get(kit, "weight", "/"),
        Answer.status(200)
            .with(
                new Matcher.OneOf(List.of(Json.text("echo-v1"), Json.text("echo-v2"))), "backend"));
  }
}
