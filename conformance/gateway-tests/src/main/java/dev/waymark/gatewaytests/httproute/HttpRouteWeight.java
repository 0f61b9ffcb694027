package dev.waymark.gatewaytests.httproute;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import java.util.Map;

/**
 * Requests are shared by weight: 70, 30, and 0.
 *
 * <p>Stricter than the official test, which takes the best of ten tries at 500 requests within five
 * points: one try, of as many requests as two stated error rates ask for.
 */
@ConformanceTest(
    name = "HTTPRouteWeight",
    says = "Requests are shared among backends by their weights",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-weight.yaml")
public class HttpRouteWeight {

  @Check(
      requirement = "httproute.weight.share",
      says = "Backends with the weights 70 and 30 get these shares")
  void shares(Kit kit) {
    kit.given(request(kit), Answer.status(200));
    kit.expectShares(request(kit), Map.of("infra-backend-v1", 70, "infra-backend-v2", 30));
  }

  @Check(requirement = "httproute.weight.zero", says = "A backend with the weight 0 gets nothing")
  void nothingForWeightZero(Kit kit) {
    kit.given(request(kit), Answer.status(200));
    kit.expectUnreached(request(kit), "infra-backend-v3");
  }

  private static Call request(Kit kit) {
    return kit.gateway("same-namespace").sending(Request.get("/").host("weight.example.com"));
  }
}
