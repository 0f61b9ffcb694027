package dev.waymark.mesh.defects;

import dev.waymark.model.HeaderEdits;
import dev.waymark.model.RuleAction.Forward;
import dev.waymark.model.WeightedBackend;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Faults in forwarding, filters and weights, as far as a configuration can be made to say them. */
final class FilterDefects {
  private static final int PERCENT = 100;

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "HEADER_SET_APPENDS",
              "httproute.filter.request-headers.set-present",
              "mesh.httproute.filter.request-headers.set",
              "set appends to a header that is there.",
              () ->
                  edits(
                      edits ->
                          edits.set().size() == 1 && edits.add().isEmpty()
                              ? new HeaderEdits(List.of(), edits.set(), edits.remove())
                              : edits)),
          new Defect(
              "HEADER_ADD_REPLACES",
              "httproute.filter.request-headers.add-present",
              "mesh.httproute.filter.request-headers.add",
              "add replaces a header that is there.",
              () ->
                  edits(
                      edits ->
                          edits.add().size() == 1 && edits.set().isEmpty()
                              ? new HeaderEdits(edits.add(), List.of(), edits.remove())
                              : edits)),
          new Defect(
              "HEADER_FILTER_ONLY_FIRST_ENTRIES",
              "httproute.filter.request-headers.several",
              "Only the first entry of set, of add and of remove is carried out.",
              () ->
                  edits(
                      edits ->
                          new HeaderEdits(
                              edits.set().stream().limit(1).toList(),
                              edits.add().stream().limit(1).toList(),
                              edits.remove().stream().limit(1).toList()))),
          new Defect(
              "FILTER_UNKNOWN_SKIPPED",
              "mesh.httproute.filter.unresolved.fails-closed",
              "A filter that nobody knows is left out, and the request goes on without it.",
              () ->
                  ViewFaults.served(ViewFaults.routes((route, _) -> withoutUnknownFilters(route)))),
          new Defect(
              "RESPONSE_HEADER_NOT_SET",
              "mesh.httproute.filter.response-headers.set",
              "A rule's changes of the response's header are left out.",
              () -> ConfigFaults.forwards(forward -> forward.withResponse(HeaderEdits.NONE))),
          new Defect(
              "BACKEND_FILTER_SET_APPENDS",
              "mesh.httproute.backend-filter.request-headers.set",
              "set of a backend's filter appends to a header that is there.",
              () ->
                  backendEdits(
                      edits ->
                          new HeaderEdits(
                              List.of(), all(edits.set(), edits.add()), edits.remove()))),
          new Defect(
              "BACKEND_FILTER_ADD_REPLACES",
              "mesh.httproute.backend-filter.request-headers.add",
              "add of a backend's filter replaces a header that is there.",
              () ->
                  backendEdits(
                      edits ->
                          new HeaderEdits(
                              all(edits.set(), edits.add()), List.of(), edits.remove()))),
          new Defect(
              "BACKEND_FILTER_REMOVE_IGNORED",
              "mesh.httproute.backend-filter.request-headers.remove",
              "remove of a backend's filter does nothing.",
              () -> backendEdits(edits -> new HeaderEdits(edits.set(), edits.add(), List.of()))),
          new Defect(
              "WEIGHTS_IGNORED",
              "httproute.weight.share",
              "mesh.httproute.weight.share",
              "Backends with a weight above 0 get equal shares.",
              () ->
                  ConfigFaults.forwards(
                      forward ->
                          forward.withBackends(
                              forward.backends().stream()
                                  .map(
                                      backend ->
                                          backend.weight() > 0 ? backend.withWeight(1) : backend)
                                  .toList()))),
          new Defect(
              "WEIGHT_ZERO_SERVED",
              "httproute.weight.zero",
              "mesh.httproute.weight.zero",
              "A backend with weight 0 gets one percent of its rule's requests.",
              () -> ConfigFaults.forwards(FilterDefects::withShareForZero)));

  private FilterDefects() {}

  private static Faults edits(UnaryOperator<HeaderEdits> change) {
    return ConfigFaults.forwards(forward -> forward.withRequest(change.apply(forward.request())));
  }

  /** Nobody here knows any by reference. */
  static boolean hasUnknownFilter(HTTPRoute route) {
    return route.getSpec().getRules().stream()
        .flatMap(rule -> rule.getFilters().stream())
        .anyMatch(FilterDefects::isUnknown);
  }

  private static boolean isUnknown(HTTPRouteFilter filter) {
    return "ExtensionRef".equals(filter.getType());
  }

  private static HTTPRoute withoutUnknownFilters(HTTPRoute route) {
    return new HTTPRouteBuilder(route)
        .editSpec()
        .withRules(
            route.getSpec().getRules().stream()
                .map(
                    rule ->
                        new HTTPRouteRuleBuilder(rule)
                            .withFilters(
                                rule.getFilters().stream()
                                    .filter(filter -> !isUnknown(filter))
                                    .toList())
                            .build())
                .toList())
        .endSpec()
        .build();
  }

  private static Faults backendEdits(UnaryOperator<HeaderEdits> change) {
    return ConfigFaults.actions(
        (action, _) ->
            ConfigFaults.withTargets(
                action,
                target ->
                    target instanceof WeightedBackend.Service service
                        ? new WeightedBackend.Service(
                            service.id(),
                            service.protocol(),
                            change.apply(service.request()),
                            service.response())
                        : target));
  }

  private static List<HeaderEdits.Field> all(
      List<HeaderEdits.Field> some, List<HeaderEdits.Field> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /**
   * One in a hundred: the others' weights times 99, and the rule's sum of weights for the zeros.
   */
  private static Forward withShareForZero(Forward forward) {
    long zeros = forward.backends().stream().filter(backend -> backend.weight() == 0).count();
    if (zeros == 0) {
      return forward;
    }
    int sum = forward.backends().stream().mapToInt(WeightedBackend::weight).sum();
    return forward.withBackends(
        forward.backends().stream()
            .map(
                backend ->
                    backend.withWeight(
                        backend.weight() == 0
                            ? Math.max(1, Math.toIntExact(sum / zeros))
                            : Math.min(
                                WeightedBackend.MAX_WEIGHT, backend.weight() * (PERCENT - 1))))
            .toList());
  }
}
