package dev.waymark.gammatests.waypoint;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.verdict.Matcher;

/**
 * Which waypoint a Service has: shown by marks that routes make, and by who may reach a workload.
 */
@ConformanceTest(
    name = "WaypointBinding",
    says = "Labels bind Services to waypoints",
    features = {Features.AMBIENT, Features.WAYPOINT, Features.HTTP_ROUTE},
    manifests = "waypoint-binding.yaml")
public class WaypointBinding {
  private static final String NAMESPACE = "waypoint-binding";
  private static final String BOUND = "istio.io/WaypointBound";

  private static void bound(Kit kit, String service) {
    kit.given(
        kit.status("Service", NAMESPACE, service),
        Status.of().conditionOfAnyGeneration(BOUND, "True"));
  }

  @Check(
      requirement = "waypoint.binding.namespace",
      says = "A namespace's label binds its Services")
  void namespace(Kit kit) {
    kit.expect(
        Ambient.client(kit, NAMESPACE, "inherits"), Ambient.marked("echo", NAMESPACE, "inherits"));
  }

  @Check(
      requirement = "waypoint.binding.service",
      says = "A Service's own label goes before its namespace's")
  void service(Kit kit) {
    kit.expect(Ambient.client(kit, NAMESPACE, "guarded-by-own"), Answer.from("guarded", NAMESPACE));
    kit.expect(
        Ambient.client(kit, NAMESPACE, "guarded-by-namespace"), Answer.status(503).fromNoBackend());
  }

  @Check(
      requirement = "waypoint.binding.none",
      says = "none keeps a Service from its namespace's waypoint")
  void none(Kit kit) {
    bound(kit, "inherits");
    kit.given(
        Ambient.client(kit, NAMESPACE, "inherits"), Ambient.marked("echo", NAMESPACE, "inherits"));
    kit.expectStays(
        Ambient.client(kit, NAMESPACE, "opted-out"), Ambient.unmarked("echo", NAMESPACE));
  }

  @Check(
      requirement = "waypoint.binding.missing",
      says =
          "A waypoint that does not exist is none: traffic goes directly, past the namespace's"
              + " waypoint too")
  void missing(Kit kit) {
    bound(kit, "inherits");
    kit.given(
        Ambient.client(kit, NAMESPACE, "inherits"), Ambient.marked("echo", NAMESPACE, "inherits"));
    kit.expectStays(Ambient.client(kit, NAMESPACE, "missing"), Ambient.unmarked("echo", NAMESPACE));
  }

  @Check(
      requirement = "waypoint.binding.traffic-type",
      says = "A waypoint for workloads does not take what is sent to Services")
  void trafficType(Kit kit) {
    bound(kit, "inherits");
    kit.given(
        Ambient.client(kit, NAMESPACE, "inherits"), Ambient.marked("echo", NAMESPACE, "inherits"));
    kit.expectStays(
        Ambient.client(kit, NAMESPACE, "wrong-type"), Ambient.unmarked("echo", NAMESPACE));
  }

  @Check(
      requirement = "waypoint.binding.far",
      says = "A waypoint of another namespace is used if its listener allows that")
  void far(Kit kit) {
    kit.expect(
        Ambient.client(kit, NAMESPACE, "far-open"), Ambient.marked("echo", NAMESPACE, "far-open"));
  }

  @Check(
      requirement = "waypoint.binding.far.denied",
      says = "A waypoint of another namespace is not used unless its listener allows that")
  void farDenied(Kit kit) {
    bound(kit, "far-open");
    kit.expectStays(
        Ambient.client(kit, NAMESPACE, "far-closed"), Ambient.unmarked("echo", NAMESPACE));
  }

  @Check(
      requirement = "waypoint.binding.pod",
      says = "What is sent to a Pod's own address passes no waypoint for Services")
  void pod(Kit kit) {
    bound(kit, "inherits");
    kit.given(
        Ambient.client(kit, NAMESPACE, "inherits"), Ambient.marked("echo", NAMESPACE, "inherits"));
    kit.expectStays(
        kit.pod(Ambient.NAMESPACE, "client").toPodOf(NAMESPACE, "echo", 8080, Request.get("/")),
        Ambient.unmarked("echo", NAMESPACE));
  }

  @Check(
      requirement = "waypoint.status.bound",
      says = "The Service says that it is bound: WaypointBound=True for WaypointAccepted")
  void statusBound(Kit kit) {
    kit.expect(
        kit.status("Service", NAMESPACE, "inherits"),
        Status.of().conditionOfAnyGeneration(BOUND, "True", "WaypointAccepted"));
  }

  @Check(
      requirement = "waypoint.status.missing",
      says = "A waypoint that is not there: WaypointBound=False for WaypointIsNotReady")
  void statusMissing(Kit kit) {
    kit.expect(
        kit.status("Service", NAMESPACE, "missing"),
        Status.of().conditionOfAnyGeneration(BOUND, "False", "WaypointIsNotReady"));
  }

  @Check(
      requirement = "waypoint.status.denied",
      says = "A waypoint that does not allow it: WaypointBound=False for AttachmentDenied")
  void statusDenied(Kit kit) {
    kit.expect(
        kit.status("Service", NAMESPACE, "far-closed"),
        Status.of().conditionOfAnyGeneration(BOUND, "False", "AttachmentDenied"));
  }

  @Check(
      requirement = "waypoint.status.traffic-type",
      says = "A waypoint for workloads: WaypointBound=False for UnsupportedTrafficType")
  void statusTrafficType(Kit kit) {
    kit.expect(
        kit.status("Service", NAMESPACE, "wrong-type"),
        Status.of().conditionOfAnyGeneration(BOUND, "False", "UnsupportedTrafficType"));
  }

  @Check(
      requirement = "waypoint.status.absent",
      says = "Where no label names a waypoint there is no condition")
  void statusAbsent(Kit kit) {
    bound(kit, "inherits");
    kit.expectStays(
        kit.status("Service", NAMESPACE, "opted-out"),
        Status.of().with(new Matcher.Absent(), "conditions", BOUND));
  }
}
