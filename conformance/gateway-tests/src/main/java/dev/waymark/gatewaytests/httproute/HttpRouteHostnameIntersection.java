package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
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
import org.junit.jupiter.api.BeforeAll;

/**
 * A route is served for the hostnames that its listener and it have in common.
 *
 * <p>Stricter than the official test: names below a route's exact hostname are tried, and what is
 * refused must not have reached a backend.
 */
@ConformanceTest(
    name = "HTTPRouteHostnameIntersection",
    says = "A route is served where its hostnames and its listener's meet",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-hostname-intersection.yaml")
public class HttpRouteHostnameIntersection {
  private static final String GATEWAY = "httproute-hostname-intersection";
  private static final String ALL = "httproute-hostname-intersection-all";

  @BeforeAll
  static void gatewaysAreInForce(Kit kit) {
    kit.given(getting(kit, "very.specific.com", "/s1"), Answer.from("infra-backend-v1"));
    kit.given(all(kit, "first.com"), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.hostname.port-ignored",
      says = "The port in Host does not keep an exact hostname from matching")
  void portInHost(Kit kit) {
    kit.expect(getting(kit, "very.specific.com:1234", "/s1"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.hostname.intersection.exact-in-wildcard",
      says = "Exact hostnames under the listener's wildcard are served")
  void exactInWildcard(Kit kit) {
    kit.expect(getting(kit, "foo.wildcard.io", "/s2"), Answer.from("infra-backend-v2"));
    kit.expect(getting(kit, "bar.wildcard.io", "/s2"), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "httproute.hostname.intersection.wildcard-over-exact",
      says = "A wildcard over the listener's exact hostname is served for that hostname")
  void wildcardOverExact(Kit kit) {
    kit.expect(getting(kit, "very.specific.com", "/s3"), Answer.from("infra-backend-v3"));
  }

  @Check(
      requirement = "httproute.hostname.intersection.wildcard-in-wildcard",
      says = "The listener's own wildcard is served")
  void wildcardInWildcard(Kit kit) {
    kit.expect(getting(kit, "one.anotherwildcard.io", "/s4"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "hostname.wildcard.several-labels",
      says = "A wildcard covers names with several labels in the asterisk's place")
  void severalLabels(Kit kit) {
    kit.given(getting(kit, "foo.wildcard.io", "/s2"), Answer.from("infra-backend-v2"));
    kit.given(getting(kit, "one.anotherwildcard.io", "/s4"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "foo.bar.wildcard.io", "/s2"), Answer.from("infra-backend-v2"));
    kit.expect(getting(kit, "one.two.anotherwildcard.io", "/s4"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "hostname.wildcard.not-bare",
      says = "A wildcard does not cover the domain behind its asterisk, though a route lists it")
  void bareDomain(Kit kit) {
    kit.given(getting(kit, "foo.wildcard.io", "/s2"), Answer.from("infra-backend-v2"));
    kit.given(getting(kit, "one.anotherwildcard.io", "/s4"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "wildcard.io", "/s2"), Answers.noBackend());
    kit.expect(getting(kit, "anotherwildcard.io", "/s4"), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.hostname.intersection.bounded",
      says = "Hostnames that a route lists and no listener covers are not served")
  void outsideTheListener(Kit kit) {
    kit.given(getting(kit, "foo.wildcard.io", "/s2"), Answer.from("infra-backend-v2"));
    kit.given(getting(kit, "very.specific.com", "/s3"), Answer.from("infra-backend-v3"));
    kit.expect(getting(kit, "non.matching.com", "/s1"), Answers.noBackend());
    kit.expect(getting(kit, "foo.nonmatchingwildcard.io", "/s1"), Answers.noBackend());
    kit.expect(getting(kit, "non.matching.com", "/s2"), Answers.noBackend());
    kit.expect(getting(kit, "non.matching.com", "/s3"), Answers.noBackend());
    kit.expect(getting(kit, "foo.specific.com", "/s3"), Answers.noBackend());
  }

  @Check(
      requirement = "httproute.match.none",
      says = "A rule of one hostname does not apply to another")
  void pathOfAnotherHostname(Kit kit) {
    kit.given(getting(kit, "foo.wildcard.io", "/s2"), Answer.from("infra-backend-v2"));
    for (String path : new String[] {"/s2", "/s4", "/s5", "/non-matching-prefix"}) {
      kit.expect(getting(kit, "very.specific.com", path), Answers.notFound());
    }
    for (String path : new String[] {"/s1", "/s3", "/s4", "/s5"}) {
      kit.expect(getting(kit, "foo.wildcard.io", path), Answers.notFound());
    }
  }

  @Check(
      requirement = "httproute.hostname.exact",
      says = "Where the listener has no hostname, a route is served for its own and no others")
  void routeRestrictsListener(Kit kit) {
    for (String host :
        new String[] {"first.com", "sub.first.com", "second.com", "sub.second.com"}) {
      kit.expect(all(kit, host), Answer.from("infra-backend-v2"));
    }
    for (String host :
        new String[] {"third.com", "sub.third.com", "other.first.com", "a.sub.second.com"}) {
      kit.expect(all(kit, host), Answers.noBackend());
    }
  }

  @Check(
      requirement = "httproute.accepted.no-matching-hostname",
      says = "A route without a hostname in common is refused for NoMatchingListenerHostname")
  void nothingInCommon(Kit kit) {
    kit.expect(
        Routes.reported(kit, "no-intersecting-hosts", GATEWAY),
        Routes.condition(GATEWAY, "Accepted", "False", "NoMatchingListenerHostname"));
  }

  @Check(
      requirement = "gateway.listener.attached-routes.refused-not-counted",
      says = "Each listener counts the routes that have a hostname in common with it")
  void onlyMeetingRoutesCount(Kit kit) {
    kit.given(
        kit.status("Gateway", "without-routes"),
        Status.of().listener("http", it -> it.attachedRoutes(0)));
    for (String route :
        new String[] {
          "specific-host-matches-listener-specific-host",
          "specific-host-matches-listener-wildcard-host",
          "wildcard-host-matches-listener-specific-host",
          "wildcard-host-matches-listener-wildcard-host",
          "no-intersecting-hosts"
        }) {
      Routes.judged(kit, route, GATEWAY);
    }
    kit.expectStays(
        kit.status("Gateway", GATEWAY),
        Status.of()
            .listener("listener-1", it -> it.attachedRoutes(2))
            .listener("listener-2", it -> it.attachedRoutes(1))
            .listener("listener-3", it -> it.attachedRoutes(1)));
  }

  @Check(
      requirement = "gateway.listener.supported-kinds",
      says = "The listeners support HTTPRoute and no kind that HTTP can't carry")
  void kindsAreThoseOfHttp(Kit kit) {
    kit.expect(
        kit.status("Gateway", GATEWAY),
        Status.of()
            .listener("listener-1", Kinds::ofHttp)
            .listener("listener-2", Kinds::ofHttp)
            .listener("listener-3", Kinds::ofHttp));
  }

  private static Call getting(Kit kit, String host, String path) {
    return kit.gateway(GATEWAY).sending(Request.get(path).host(host));
  }

  private static Call all(Kit kit, String host) {
    return kit.gateway(ALL).sending(Request.get("/").host(host));
  }
}
