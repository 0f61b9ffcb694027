package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.becomes;
import static dev.waymark.mesh.defects.StatusFaults.change;
import static dev.waymark.mesh.defects.StatusFaults.holds;
import static dev.waymark.mesh.defects.StatusFaults.isOf;
import static dev.waymark.mesh.defects.StatusFaults.parentConditions;
import static dev.waymark.mesh.defects.StatusFaults.parents;
import static dev.waymark.mesh.defects.StatusFaults.reason;
import static dev.waymark.mesh.defects.StatusFaults.route;
import static dev.waymark.mesh.defects.StatusFaults.routes;
import static dev.waymark.mesh.defects.StatusFaults.says;

import dev.waymark.controlplane.status.ParentRef;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.RouteStatus.ParentStatus;
import dev.waymark.mesh.defects.StatusFaults.FirstGeneration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Faults in what HTTPRoutes say of their parents. */
final class RouteStatusDefects {
  static final List<Defect> ALL =
      List.of(
          new Defect(
              "ROUTE_NEVER_ACCEPTED",
              "httproute.accepted",
              "mesh.httproute.status.accepted",
              "A healthy route's Accepted condition carries the reason Pending.",
              () -> parentConditions(says("Accepted", "True", "Accepted"), reason("Pending"))),
          new Defect(
              "ROUTE_NEVER_RESOLVED",
              "httproute.resolved-refs",
              "mesh.httproute.status.resolved-refs",
              "A healthy route's ResolvedRefs condition carries the reason Accepted.",
              () ->
                  parentConditions(
                      says("ResolvedRefs", "True", "ResolvedRefs"), reason("Accepted"))),
          new Defect(
              "ROUTE_UNRESOLVED_NOT_ACCEPTED",
              "httproute.accepted.despite-unresolved",
              "mesh.httproute.status.accepted-despite-unresolved",
              "A route whose ResolvedRefs is False is Accepted=False too.",
              () ->
                  parents(
                      (parent, _, _) ->
                          holds(
                                  parent.conditions(),
                                  isOf("ResolvedRefs").and(condition -> !condition.isTrue()))
                              ? parent.withConditions(
                                  change(
                                      parent.conditions(),
                                      says("Accepted", "True", "Accepted"),
                                      becomes("False", "Pending")))
                              : parent)),
          new Defect(
              "ROUTE_REFUSED_WITHOUT_RESOLVED_REFS",
              "httproute.resolved-refs.on-refused-parent",
              "The ResolvedRefs condition is left out for parents that refuse the route.",
              () ->
                  parents(
                      (parent, _, _) ->
                          holds(
                                  parent.conditions(),
                                  isOf("Accepted").and(condition -> !condition.isTrue()))
                              ? parent.withConditions(
                                  parent.conditions().stream()
                                      .filter(isOf("ResolvedRefs").negate())
                                      .toList())
                              : parent)),
          new Defect(
              "ROUTE_GENERATION_STALE",
              "httproute.observed-generation",
              "mesh.httproute.observed-generation",
              "A route's conditions stay at the generation that was seen first.",
              RouteStatusDefects::staleGeneration),
          new Defect(
              "ROUTE_STATUS_OF_OTHER_CONTROLLER",
              "httproute.status.parents.controller",
              "A route's status names another controller than its GatewayClass.",
              () ->
                  routes(
                      (status, _) ->
                          new RouteStatus(status.route(), "example.com/other", status.parents()))),
          new Defect(
              "ROUTE_PARENT_REF_SHORTENED",
              "httproute.status.parents.reference",
              "sectionName is left out of the parentRef in a route's status.",
              () -> parents((parent, _, _) -> shortened(parent))),
          new Defect(
              "ROUTE_ONLY_FIRST_PARENT_REPORTED",
              "httproute.status.parents.each",
              "A route with several parents of different names has an entry for the first only.",
              () ->
                  routes(
                      (status, _) ->
                          hasSeveralNames(status)
                              ? status.withParents(status.parents().stream().limit(1).toList())
                              : status)),
          new Defect(
              "ROUTE_FOREIGN_PARENT_REPORTED",
              "httproute.status.parents.no-foreign",
              "A route with several parents has a further entry for a Gateway that it does not"
                  + " name.",
              () ->
                  routes(
                      (status, _) ->
                          hasSeveralNames(status)
                              ? status.withParents(
                                  Stream.concat(
                                          status.parents().stream(),
                                          Stream.of(foreign(status.parents().getFirst())))
                                      .toList())
                              : status)));

  private RouteStatusDefects() {}

  private static Faults staleGeneration() {
    var first = new FirstGeneration();
    return parents(
        (parent, status, view) ->
            parent.withConditions(first.apply(route(status, view), parent.conditions())));
  }

  private static boolean hasSeveralNames(RouteStatus status) {
    return status.parents().stream().map(parent -> parent.parent().name()).distinct().count() > 1;
  }

  private static ParentStatus shortened(ParentStatus parent) {
    ParentRef ref = parent.parent();
    return new ParentStatus(
        new ParentRef(
            ref.group(), ref.kind(), ref.namespace(), ref.name(), Optional.empty(), ref.port()),
        parent.conditions());
  }

  private static ParentStatus foreign(ParentStatus like) {
    ParentRef ref = like.parent();
    return new ParentStatus(
        new ParentRef(
            ref.group(),
            ref.kind(),
            ref.namespace(),
            ref.name() + "-foreign",
            Optional.empty(),
            Optional.empty()),
        like.conditions());
  }
}
