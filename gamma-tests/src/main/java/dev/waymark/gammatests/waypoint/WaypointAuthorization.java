package dev.waymark.gammatests.waypoint;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;

/** AuthorizationPolicies with targetRefs. */
@ConformanceTest(
    name = "WaypointAuthorization",
    says = "A waypoint enforces the policies of its Services, request by request",
    features = {
      Features.AMBIENT,
      Features.WAYPOINT,
      Features.HTTP_ROUTE,
      Features.WAYPOINT_AUTHORIZATION
    },
    manifests = "waypoint-authorization.yaml")
public class WaypointAuthorization {
  private static final String NAMESPACE = "waypoint-authorization";

  private static Call send(Kit kit, String service, Request request) {
    return Ambient.client(kit, NAMESPACE, service, request);
  }

  /** As a client sees a denied request. */
  private static Answer denied() {
    return Answer.status(403).fromNoBackend();
  }

  private static Answer echo() {
    return Answer.from("echo", NAMESPACE);
  }

  @Check(
      requirement = "waypoint.authorization.method",
      says = "ALLOW by method admits that method and no other")
  void method(Kit kit) {
    kit.expect(send(kit, "by-method", Request.get("/")), echo());
    kit.expect(send(kit, "by-method", Request.of("DELETE", "/")), denied());
  }

  @Check(
      requirement = "waypoint.authorization.path",
      says = "ALLOW by path admits what begins with it and nothing else")
  void path(Kit kit) {
    kit.expect(send(kit, "by-path", Request.get("/allowed/more")), echo());
    kit.expect(send(kit, "by-path", Request.get("/else")), denied());
  }

  @Check(
      requirement = "waypoint.authorization.deny",
      says = "DENY by path refuses that path and no other")
  void deny(Kit kit) {
    kit.expect(send(kit, "denied-path", Request.get("/denied")), denied());
    kit.expect(send(kit, "denied-path", Request.get("/")), echo());
  }

  @Check(
      requirement = "waypoint.authorization.header",
      says = "DENY by a field of the request refuses requests with it")
  void header(Kit kit) {
    kit.expect(send(kit, "by-header", Request.get("/").header("X-Echo-Blocked", "yes")), denied());
    kit.expect(send(kit, "by-header", Request.get("/")), echo());
  }

  @Check(
      requirement = "waypoint.authorization.principal",
      says = "ALLOW by principal admits who opened the connection, not who carries it")
  void principal(Kit kit) {
    kit.expect(send(kit, "by-identity", Request.get("/")), echo());
    kit.expect(Ambient.other(kit, NAMESPACE, "by-identity"), denied());
  }

  @Check(
      requirement = "waypoint.authorization.scope",
      says = "The policy of a Service is not that of others behind the same waypoint")
  void scope(Kit kit) {
    kit.given(send(kit, "by-path", Request.get("/else")), denied());
    kit.expectStays(send(kit, "open", Request.get("/else")), echo());
  }

  @Check(
      requirement = "waypoint.authorization.gateway",
      says = "The policy of a waypoint is that of all its Services")
  void gateway(Kit kit) {
    kit.expect(Ambient.other(kit, NAMESPACE, "gateway-one"), denied());
    kit.expect(Ambient.other(kit, NAMESPACE, "gateway-two"), denied());
    kit.expect(send(kit, "gateway-one", Request.get("/")), echo());
  }
}
