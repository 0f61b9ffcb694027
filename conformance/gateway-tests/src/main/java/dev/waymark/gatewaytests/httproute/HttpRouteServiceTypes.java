package dev.waymark.gatewaytests.httproute;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;

/**
 * Services other than the usual kind: without a selector, headless, and both.
 *
 * <p>As the official test does, this one fills the hand-made EndpointSlices with the addresses of
 * infra-backend-v1's Pods; a slice of a family that the Pods have no address of stays empty.
 */
@ConformanceTest(
    name = "HTTPRouteServiceTypes",
    says = "Backends may be headless Services and Services with hand-made endpoints",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-service-types.yaml")
public class HttpRouteServiceTypes {
  private static final String BACKEND = "infra-backend-v1";

  @BeforeAll
  static void slicesAreFilledByHand(Kit kit) {
    List<Pod> pods =
        kit.client()
            .pods()
            .inNamespace(kit.names().namespace(Kit.INFRA))
            .withLabel("app", BACKEND)
            .list()
            .getItems();
    for (String service : List.of("manual-endpointslices", "headless-manual-endpointslices")) {
      fill(kit, service + "-ip4", pods, ".");
      fill(kit, service + "-ip6", pods, ":");
    }
  }

  @Check(
      requirement = "httproute.backend.service.manual-endpoints",
      says = "A Service without a selector is reached through its EndpointSlices")
  void manualEndpoints(Kit kit) {
    reached(kit, "/manual-endpointslices");
  }

  @Check(
      requirement = "httproute.backend.service.headless",
      says = "A headless Service is reached at its endpoints' port")
  void headless(Kit kit) {
    reached(kit, "/headless");
  }

  @Check(
      requirement = "httproute.backend.service.headless-manual-endpoints",
      says = "A headless Service without a selector is reached through its EndpointSlices")
  void headlessWithManualEndpoints(Kit kit) {
    reached(kit, "/headless-manual-endpointslices");
  }

  private static void reached(Kit kit, String path) {
    kit.expect(
        kit.gateway("same-namespace").sending(Request.get(path).host("service-types.example.com")),
        Answer.from(BACKEND));
  }

  private static void fill(Kit kit, String slice, List<Pod> pods, String separator) {
    String endpoints =
        pods.stream()
            .flatMap(
                pod ->
                    pod.getStatus().getPodIPs().stream()
                        .filter(address -> address.getIp().contains(separator))
                        .map(address -> endpoint(pod, address.getIp())))
            .collect(Collectors.joining(","));
    if (!endpoints.isEmpty()) {
      kit.patch("EndpointSlice", Kit.INFRA, slice, "endpoints: [" + endpoints + "]");
    }
  }

  private static String endpoint(Pod pod, String address) {
    return """
    {"addresses": ["%s"], "conditions": {"ready": true, "serving": true, "terminating": false},
     "nodeName": "%s",
     "targetRef": {"kind": "Pod", "namespace": "%s", "name": "%s", "uid": "%s"}}\
    """
        .formatted(
            address,
            pod.getSpec().getNodeName(),
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            pod.getMetadata().getUid());
  }
}
