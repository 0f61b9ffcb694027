package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * A route's backend changes; status and traffic follow.
 *
 * <p>Stricter than the official test, which sends no request: the requests go to the new backend.
 */
@ConformanceTest(
    name = "HTTPRouteObservedGenerationBump",
    says = "A change of a route shows in its status and in its traffic",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-observed-generation-bump.yaml")
public class HttpRouteObservedGenerationBump {
  private static final String GATEWAY = "same-namespace";
  private static final String ROUTE = "observed-generation-bump";

  @BeforeAll
  static void backendChanges(Kit kit) {
    kit.given(request(kit), Answer.from("infra-backend-v1"));
    kit.patch(
        "HTTPRoute",
        Kit.INFRA,
        ROUTE,
        """
        spec:
          rules:
          - backendRefs:
            - name: infra-backend-v2
              port: 8080
        """);
  }

  @Check(
      requirement = "httproute.observed-generation",
      says = "After the change the route's conditions are current again")
  void conditionsAreCurrent(Kit kit) {
    kit.expect(
        Routes.reported(kit, ROUTE, GATEWAY),
        Status.of()
            .parent(
                GATEWAY,
                it -> it.conditionIsCurrent("Accepted").conditionIsCurrent("ResolvedRefs")));
  }

  @Check(
      requirement = "httproute.updated.served",
      says = "After the change the requests go to the new backend")
  void requestsFollow(Kit kit) {
    kit.expect(request(kit), Answer.from("infra-backend-v2"));
  }

  private static Call request(Kit kit) {
    return kit.gateway(GATEWAY).sending(Request.get("/").host("generation.example.com"));
  }
}
