package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
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
 * Listeners on one port that differ by hostname; routes without hostnames choose one by
 * sectionName.
 *
 * <p>Stricter than the official test: sectionName is compared in the routes' status, and a name
 * below a listener's exact hostname must not go to it.
 */
@ConformanceTest(
    name = "HTTPRouteListenerHostnameMatching",
    says = "The listener with the most specific hostname takes the request",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-listener-hostname-matching.yaml")
public class HttpRouteListenerHostnameMatching {
  private static final String GATEWAY = "httproute-listener-hostname-matching";

  @BeforeAll
  static void sectionNamesAreHonoured(Kit kit) {
    kit.given(getting(kit, "attached.section.com", "/"), Answer.from("infra-backend-v1"));
    kit.given(getting(kit, "other.section.com", "/"), Answers.noBackend());
  }

  @Check(
      requirement = "gateway.listener.hostname.exact",
      says = "An exact hostname takes its own requests and none for a name below it")
  void exact(Kit kit) {
    kit.given(getting(kit, "no.matching.host", "/"), Answers.noBackend());
    kit.expect(getting(kit, "bar.com", "/"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "sub.attached.section.com", "/"), Answers.noBackend());
  }

  @Check(
      requirement = "gateway.listener.hostname.wildcard",
      says = "A wildcard takes requests for names with one label in the asterisk's place")
  void wildcard(Kit kit) {
    kit.expect(getting(kit, "baz.bar.com", "/"), Answer.from("infra-backend-v3"));
    kit.expect(getting(kit, "boo.bar.com", "/"), Answer.from("infra-backend-v3"));
  }

  @Check(
      requirement = "hostname.wildcard.several-labels",
      says = "A wildcard takes requests for names with several labels in the asterisk's place")
  void severalLabels(Kit kit) {
    kit.given(getting(kit, "baz.bar.com", "/"), Answer.from("infra-backend-v3"));
    kit.expect(getting(kit, "multiple.prefixes.bar.com", "/"), Answer.from("infra-backend-v3"));
    kit.expect(getting(kit, "multiple.prefixes.foo.com", "/"), Answer.from("infra-backend-v3"));
  }

  @Check(
      requirement = "hostname.wildcard.not-bare",
      says = "A wildcard does not take requests for the domain behind its asterisk")
  void bareDomain(Kit kit) {
    kit.given(getting(kit, "no.matching.host", "/"), Answers.noBackend());
    kit.given(getting(kit, "baz.foo.com", "/"), Answer.from("infra-backend-v3"));
    kit.expect(getting(kit, "foo.com", "/"), Answers.noBackend());
  }

  @Check(
      requirement = "gateway.listener.hostname.most-specific",
      says = "An exact hostname takes its requests though a wildcard covers them too")
  void mostSpecific(Kit kit) {
    kit.given(getting(kit, "baz.bar.com", "/"), Answer.from("infra-backend-v3"));
    kit.expect(getting(kit, "foo.bar.com", "/"), Answer.from("infra-backend-v2"));
  }

  @Check(
      requirement = "gateway.listener.hostname.no-match",
      says = "A name that no listener covers gets 404")
  void noListener(Kit kit) {
    kit.given(getting(kit, "bar.com", "/"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "no.matching.host", "/"), Answers.notFound());
  }

  @Check(
      requirement = "httproute.parents.each-served",
      says = "A route for two listeners is served by both")
  void bothSections(Kit kit) {
    kit.expect(getting(kit, "first.section.com", "/"), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, "second.section.com", "/"), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.status.parents.reference",
      says = "The status of a route for two listeners names both of them")
  void bothSectionsInStatus(Kit kit) {
    kit.given(
        kit.status("HTTPRoute", "without-section"), Status.of().onlyParents(Kit.INFRA, GATEWAY));
    kit.expect(
        kit.status("HTTPRoute", "two-sections"),
        Status.of().onlyParents(Kit.INFRA, GATEWAY + "#listener-8", GATEWAY + "#listener-9"));
  }

  private static Call getting(Kit kit, String host, String path) {
    return kit.gateway(GATEWAY).sending(Request.get(path).host(host));
  }
}
