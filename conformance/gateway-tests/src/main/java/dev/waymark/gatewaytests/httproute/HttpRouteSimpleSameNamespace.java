package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Kinds;
import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;

/**
 * The simplest route on a shared Gateway: everything is healthy, so everything must say so, and
 * requests arrive as they were sent.
 *
 * <p>Stricter than the official test: reasons of healthy conditions, the type of the Gateway's
 * address, the controller's name, and method, query and a Host with a port at the backend.
 */
@ConformanceTest(
    name = "HTTPRouteSimpleSameNamespace",
    says = "A route without matches takes all requests to its backend",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-simple-same-namespace.yaml")
public class HttpRouteSimpleSameNamespace {
  private static final String GATEWAY = "same-namespace";
  private static final String ROUTE = "gateway-conformance-infra-test";

  @Check(
      requirement = "httproute.match.default",
      says = "A rule without matches takes every path and method")
  void takesEverything(Kit kit) {
    for (String path : new String[] {"/", "/any/path", "/any/path?with=query"}) {
      kit.expect(
          at(kit, Request.get(path).host("simple.example.com")), Answer.from("infra-backend-v1"));
    }
    kit.expect(
        at(kit, Request.of("DELETE", "/any").host("simple.example.com")),
        Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.forward.path",
      says = "The backend receives path and query as they were sent")
  void pathArrives(Kit kit) {
    Request request = Request.get("/forwarded/on?one=1&two=%20").host("forwarded.example.com");
    kit.expect(
        at(kit, request), Answer.from("infra-backend-v1").seenPath("/forwarded/on?one=1&two=%20"));
  }

  @Check(
      requirement = "httproute.forward.host",
      says = "The backend receives the Host as it was sent, with its port")
  void hostArrives(Kit kit) {
    for (String host : new String[] {"forwarded.example.com", "forwarded.example.com:80"}) {
      kit.expect(
          at(kit, Request.get("/forwarded").host(host)),
          Answer.from("infra-backend-v1").seenHost(host));
    }
  }

  @Check(
      requirement = "httproute.forward.method",
      says = "The backend receives the request with its method")
  void methodArrives(Kit kit) {
    for (String method : new String[] {"GET", "PUT", "PATCH", "DELETE"}) {
      kit.expect(
          at(kit, Request.of(method, "/forwarded").host("forwarded.example.com")),
          Answer.from("infra-backend-v1")
              .with(new Matcher.Equal(Json.text(method)), "seen", "method"));
    }
  }

  @Check(requirement = "gateway.accepted", says = "The Gateway is Accepted=True for Accepted")
  void gatewayIsAccepted(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY), Status.of().condition("Accepted", "True", "Accepted"));
  }

  @Check(requirement = "gateway.programmed", says = "The Gateway is Programmed=True for Programmed")
  void gatewayIsProgrammed(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY), Status.of().condition("Programmed", "True", "Programmed"));
  }

  @Check(
      requirement = "gateway.address",
      says =
          "The Gateway's addresses are IP addresses of type IPAddress and names of type Hostname")
  void gatewayHasAddress(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), Status.of().addressFitsItsType());
  }

  @Check(
      requirement = "gateway.listener.accepted",
      says = "Its listener is Accepted=True for Accepted")
  void listenerIsAccepted(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of().listener("http", it -> it.condition("Accepted", "True", "Accepted")));
  }

  @Check(
      requirement = "gateway.listener.resolved-refs",
      says = "Its listener is ResolvedRefs=True for ResolvedRefs")
  void listenerIsResolved(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of().listener("http", it -> it.condition("ResolvedRefs", "True", "ResolvedRefs")));
  }

  @Check(
      requirement = "gateway.listener.programmed",
      says = "Its listener is Programmed=True for Programmed")
  void listenerIsProgrammed(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of().listener("http", it -> it.condition("Programmed", "True", "Programmed")));
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "Its listener supports HTTPRoute and no kind that HTTP can't carry")
  void listenerSupportsHttpRoute(Kit kit) {
    kit.expect(kit.status("Gateway", GATEWAY), Status.of().listener("http", Kinds::ofHttp));
  }

  @Check(
      requirement = "httproute.status.parents.controller",
      says = "The route's status has an entry by the controller that the GatewayClass names")
  void controllerSigns(Kit kit) {
    kit.expect(kit.status("HTTPRoute", ROUTE), Status.of().onlyParents(Kit.INFRA, GATEWAY));
  }

  @Check(requirement = "httproute.accepted", says = "The route is Accepted=True for Accepted")
  void routeIsAccepted(Kit kit) {
    kit.expect(
        Routes.reported(kit, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "Accepted", "True", "Accepted"));
  }

  @Check(
      requirement = "httproute.resolved-refs",
      says = "The route is ResolvedRefs=True for ResolvedRefs")
  void routeIsResolved(Kit kit) {
    kit.expect(
        Routes.reported(kit, ROUTE, GATEWAY),
        Routes.condition(GATEWAY, "ResolvedRefs", "True", "ResolvedRefs"));
  }

  private static Call at(Kit kit, Request request) {
    return kit.gateway(GATEWAY).sending(request);
  }
}
