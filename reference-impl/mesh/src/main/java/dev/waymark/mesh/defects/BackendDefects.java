package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.becomes;
import static dev.waymark.mesh.defects.StatusFaults.change;
import static dev.waymark.mesh.defects.StatusFaults.parentConditions;
import static dev.waymark.mesh.defects.StatusFaults.parents;
import static dev.waymark.mesh.defects.StatusFaults.reason;
import static dev.waymark.mesh.defects.StatusFaults.route;
import static dev.waymark.mesh.defects.StatusFaults.says;

import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.Endpoints;
import dev.waymark.model.Endpoints.Endpoint;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.HttpRule;
import dev.waymark.model.RuleAction;
import dev.waymark.model.WeightedBackend;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.function.Predicate;

/** Faults in what becomes of references to backends, in status and in traffic. */
final class BackendDefects {
  private static final int NOT_FOUND = 404;
  private static final int SERVICE_UNAVAILABLE = 503;

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "BACKEND_KIND_REPORTED_MISSING",
              "httproute.backend-ref.kind-unknown.status",
              "A backend reference of an unknown kind is reported with BackendNotFound.",
              () -> unresolvedFor("InvalidKind", "BackendNotFound")),
          new Defect(
              "BACKEND_KIND_UNAVAILABLE",
              "httproute.backend-ref.kind-unknown.response",
              "A request to a backend reference of an unknown kind gets 503.",
              () -> unavailable("InvalidKind")),
          new Defect(
              "BACKEND_MISSING_REPORTED_AS_KIND",
              "httproute.backend-ref.not-found.status",
              "mesh.httproute.backend-missing.condition",
              "A Service that does not exist is reported with InvalidKind.",
              () -> unresolvedFor("BackendNotFound", "InvalidKind")),
          new Defect(
              "BACKEND_MISSING_UNAVAILABLE",
              "httproute.backend-ref.not-found.response",
              "mesh.httproute.backend-missing.status-code",
              "A request to a Service that does not exist gets 503.",
              () -> unavailable("BackendNotFound")),
          new Defect(
              "BACKEND_FOREIGN_REPORTED_MISSING",
              "httproute.backend-ref.cross-namespace.status",
              "mesh.httproute.backend-not-permitted.condition",
              "A backend in another namespace without a grant is reported with BackendNotFound.",
              () -> unresolvedFor("RefNotPermitted", "BackendNotFound")),
          new Defect(
              "BACKEND_FOREIGN_UNAVAILABLE",
              "httproute.backend-ref.cross-namespace.response",
              "A request to a backend reference that isn't permitted gets 503.",
              () -> unavailable("RefNotPermitted")),
          new Defect(
              "BACKEND_INVALID_SPOILS_ROUTE",
              "httproute.backend-ref.invalid.rule-scoped",
              "One rule with nothing but invalid backends makes every rule of its route answer"
                  + " 500.",
              () -> ConfigFaults.routes((route, _) -> spoiled(route))),
          new Defect(
              "BACKEND_INVALID_SHARE_REDISTRIBUTED",
              "httproute.backend-ref.invalid.weighted",
              "mesh.httproute.backend-missing.share",
              "The share of an invalid backend goes to the rule's valid ones.",
              () -> ConfigFaults.forwards(BackendDefects::withoutInvalid)),
          new Defect(
              "RULE_WITHOUT_USE_NOT_FOUND",
              "httproute.rule.no-backends.response",
              "mesh.httproute.filter.unresolved.error",
              "A rule without backends, or that can't be carried out, answers 404.",
              () ->
                  ConfigFaults.actions(
                      (action, _) ->
                          action instanceof RuleAction.Fail
                              ? new RuleAction.Fail(NOT_FOUND, "planted")
                              : action)),
          new Defect(
              "RULE_WITHOUT_BACKENDS_UNRESOLVED",
              "httproute.rule.no-backends.status",
              "A route with a rule without backends is ResolvedRefs=False.",
              () ->
                  parents(
                      (parent, status, view) ->
                          route(status, view).stream()
                                  .flatMap(found -> found.getSpec().getRules().stream())
                                  .anyMatch(BackendDefects::isWithoutBackends)
                              ? parent.withConditions(
                                  change(
                                      parent.conditions(),
                                      says("ResolvedRefs", "True", "ResolvedRefs"),
                                      becomes("False", "BackendNotFound")))
                              : parent)),
          new Defect(
              "SERVICE_MANUAL_ENDPOINTS_IGNORED",
              "httproute.backend.service.manual-endpoints",
              "A Service with a cluster IP and no selector has no endpoints.",
              () -> withoutEndpoints(service -> !isHeadless(service) && !hasSelector(service))),
          new Defect(
              "SERVICE_HEADLESS_TARGET_PORT_IGNORED",
              "httproute.backend.service.headless",
              "Endpoints of a headless Service with a selector are dialled at the Service's port.",
              () ->
                  endpoints(
                      service -> isHeadless(service) && hasSelector(service),
                      found ->
                          new Endpoints(
                              found.backend(),
                              found.endpoints().stream()
                                  .map(
                                      endpoint ->
                                          new Endpoint(endpoint.address(), found.backend().port()))
                                  .toList()))),
          new Defect(
              "SERVICE_HEADLESS_MANUAL_ENDPOINTS_IGNORED",
              "httproute.backend.service.headless-manual-endpoints",
              "A headless Service without a selector has no endpoints.",
              () -> withoutEndpoints(service -> isHeadless(service) && !hasSelector(service))));

  private BackendDefects() {}

  private static Faults unresolvedFor(String truth, String said) {
    return parentConditions(says("ResolvedRefs", "False", truth), reason(said));
  }

  private static Faults unavailable(String reason) {
    return ConfigFaults.actions(
        (action, _) ->
            action instanceof RuleAction.Forward forward
                    && forward.backends().stream()
                        .allMatch(
                            backend ->
                                backend.target() instanceof WeightedBackend.Invalid invalid
                                    && invalid.reason().equals(reason))
                ? new RuleAction.Fail(SERVICE_UNAVAILABLE, "planted")
                : action);
  }

  private static boolean isInvalid(WeightedBackend backend) {
    return backend.target() instanceof WeightedBackend.Invalid;
  }

  private static boolean hasOnlyInvalid(HttpRule rule) {
    return rule.action() instanceof RuleAction.Forward forward
        && forward.backends().stream().allMatch(BackendDefects::isInvalid);
  }

  private static HttpRoute spoiled(HttpRoute route) {
    return route.rules().size() > 1
            && route.rules().stream().anyMatch(BackendDefects::hasOnlyInvalid)
        ? ConfigFaults.withRules(
            route,
            route.rules().stream()
                .map(rule -> rule.withAction(new RuleAction.Fail(500, "planted")))
                .toList())
        : route;
  }

  private static RuleAction.Forward withoutInvalid(RuleAction.Forward forward) {
    List<WeightedBackend> valid =
        forward.backends().stream().filter(backend -> !isInvalid(backend)).toList();
    return valid.stream().anyMatch(backend -> backend.weight() > 0)
        ? forward.withBackends(valid)
        : forward;
  }

  private static boolean isWithoutBackends(
      io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule rule) {
    return rule.getBackendRefs().isEmpty()
        && rule.getFilters().stream()
            .noneMatch(filter -> "RequestRedirect".equals(filter.getType()));
  }

  private static Faults withoutEndpoints(Predicate<Service> which) {
    return endpoints(which, found -> new Endpoints(found.backend(), List.of()));
  }

  private static Faults endpoints(
      Predicate<Service> which, java.util.function.UnaryOperator<Endpoints> endpointsChange) {
    return ConfigFaults.endpoints(
        (found, view) -> {
          Service service =
              view.services()
                  .get(new ObjectKey(found.backend().namespace(), found.backend().service()));
          return service != null && which.test(service) ? endpointsChange.apply(found) : found;
        });
  }

  private static boolean isHeadless(Service service) {
    return "None".equals(service.getSpec().getClusterIP());
  }

  private static boolean hasSelector(Service service) {
    return service.getSpec().getSelector() != null && !service.getSpec().getSelector().isEmpty();
  }
}
