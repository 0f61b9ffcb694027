package dev.waymark.gatewaytests.gateway;

import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * A Gateway's spec changes and its conditions follow.
 *
 * <p>Stricter than the official test: the conditions of the listeners carry the generation too.
 */
@ConformanceTest(
    name = "GatewayObservedGenerationBump",
    says = "A Gateway's conditions tell which generation of the spec they speak of",
    features = Features.GATEWAY,
    manifests = "gateway-observed-generation-bump.yaml")
public class GatewayObservedGenerationBump {
  private static final String GATEWAY = "gateway-observed-generation-bump";

  @BeforeAll
  static void specChanges(Kit kit) {
    kit.given(
        kit.status("Gateway", GATEWAY),
        Status.of()
            .conditionIsCurrent("Accepted")
            .conditionIsCurrent("Programmed")
            .listener("http", it -> it.conditionIsCurrent("Accepted")));
    kit.patch(
        "Gateway",
        Kit.INFRA,
        GATEWAY,
        """
        spec:
          listeners:
          - name: http
            port: 80
            protocol: HTTP
            hostname: bar.example.com
          - name: alternate
            port: 80
            protocol: HTTP
            hostname: foo.example.com
        """);
  }

  @Check(
      requirement = "gateway.observed-generation",
      says = "After a change the Gateway's own conditions are current again")
  void gatewayIsCurrent(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of().conditionIsCurrent("Accepted").conditionIsCurrent("Programmed"));
  }

  @Check(
      requirement = "gateway.listener.observed-generation",
      says = "After a change the listeners' conditions are current again")
  void listenersAreCurrent(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of()
            .listener(
                "http",
                it ->
                    it.conditionIsCurrent("Accepted")
                        .conditionIsCurrent("ResolvedRefs")
                        .conditionIsCurrent("Programmed")));
  }
}
