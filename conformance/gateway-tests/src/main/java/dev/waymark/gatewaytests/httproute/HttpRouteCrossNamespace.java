package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.gatewaytests.Routes;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/**
 * Routes and Gateways in different namespaces, where the listeners allow it by a Selector or for
 * All.
 *
 * <p>Stricter than the official test: a namespace that the Selector leaves out is refused, and All
 * is tried as well.
 */
@ConformanceTest(
    name = "HTTPRouteCrossNamespace",
    says = "A listener takes routes from the namespaces that it allows",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-cross-namespace.yaml")
public class HttpRouteCrossNamespace {

  @Check(
      requirement = "gateway.listener.allowed-routes.selector",
      says = "A route from a namespace with the selected label is accepted and served")
  void selectedNamespace(Kit kit) {
    kit.expect(
        kit.gateway("backend-namespaces").sending(Request.get("/").host("selected.example.com")),
        Answer.from("web-backend", Kit.WEB));
    kit.expect(
        Routes.reported(kit, Kit.WEB, "cross-namespace", "backend-namespaces"),
        Routes.condition("backend-namespaces", "Accepted", "True"));
  }

  @Check(
      requirement = "gateway.listener.allowed-routes.selector-excludes",
      says = "A route from a namespace without the selected label is refused and not served")
  void otherNamespace(Kit kit) {
    kit.given(
        kit.gateway("backend-namespaces").sending(Request.get("/").host("selected.example.com")),
        Answer.from("web-backend", Kit.WEB));
    kit.expect(
        Routes.reported(kit, "not-selected", "backend-namespaces"),
        Routes.condition("backend-namespaces", "Accepted", "False"));
  }

  @Check(
      requirement = "gateway.listener.allowed-routes.all",
      says = "A route from another namespace is accepted and served where All are allowed")
  void anyNamespace(Kit kit) {
    kit.expect(
        kit.gateway("all-namespaces").sending(Request.get("/").host("any.example.com")),
        Answer.from("web-backend", Kit.WEB));
    kit.expect(
        Routes.reported(kit, Kit.WEB, "from-any-namespace", "all-namespaces"),
        Routes.condition("all-namespaces", "Accepted", "True"));
  }

  @Check(
      requirement = "httproute.refused.not-served",
      says = "The Gateway does not serve the route that its listener refused")
  void refusedRouteIsNotServed(Kit kit) {
    kit.given(
        Routes.reported(kit, "not-selected", "backend-namespaces"),
        Routes.condition("backend-namespaces", "Accepted", "False"));
    kit.expectStays(
        kit.gateway("backend-namespaces")
            .sending(Request.get("/").host("not-selected.example.com")),
        Answers.noBackend());
  }
}
