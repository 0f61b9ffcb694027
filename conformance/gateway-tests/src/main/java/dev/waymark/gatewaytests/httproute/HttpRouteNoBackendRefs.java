package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * Rules without backends, left out or empty, in a route that has another rule with one.
 *
 * <p>Stricter than the official test: with the status 500 it is seen that no workload answered.
 */
@ConformanceTest(
    name = "HTTPRouteNoBackendRefs",
    says = "A rule without backends answers 500",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-omitted-backendrefs.yaml")
public class HttpRouteNoBackendRefs {
  private static final String GATEWAY = "same-namespace";

  @Check(
      requirement = "httproute.rule.no-backends.response",
      says = "Rules without backends answer 500")
  void requestsFail(Kit kit) {
    kit.given(getting(kit, "/forward"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "/omitted-no-forward"), Answer.status(500).fromNoBackend());
    kit.expect(getting(kit, "/empty-no-forward"), Answer.status(500).fromNoBackend());
  }

  @Check(
      requirement = "httproute.rule.no-backends.status",
      says = "The route is ResolvedRefs=True, since nothing in it fails to resolve")
  void routeIsResolved(Kit kit) {
    kit.expect(
        Routes.reported(kit, "omitted-backendrefs", GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "True"));
  }

  private static Call getting(Kit kit, String path) {
    return kit.gateway(GATEWAY).sending(Request.get(path).host("no-backends.example.com"));
  }
}
