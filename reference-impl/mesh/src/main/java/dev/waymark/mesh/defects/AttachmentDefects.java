package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.parentConditions;
import static dev.waymark.mesh.defects.StatusFaults.reason;
import static dev.waymark.mesh.defects.StatusFaults.says;

import dev.waymark.controlplane.view.ClusterView;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Faults in which routes attach to which listeners. */
final class AttachmentDefects {
  private static final String NAMESPACE_NAME_LABEL = "kubernetes.io/metadata.name";
  private static final LabelSelector NOBODY =
      new LabelSelectorBuilder().addToMatchLabels("waymark.dev/nobody", "nobody").build();

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "ROUTE_OF_OTHER_NAMESPACE_WITHOUT_PARENT",
              "gateway.listener.allowed-routes.same",
              "A route that allowedRoutes refuses is Accepted=False with reason NoMatchingParent.",
              () ->
                  parentConditions(
                      says("Accepted", "False", "NotAllowedByListeners"),
                      reason("NoMatchingParent"))),
          new Defect(
              "ALLOWED_ALL_IS_SAME",
              "gateway.listener.allowed-routes.all",
              "allowedRoutes.namespaces.from All is read as Same.",
              () ->
                  ViewFaults.everywhere(
                      ViewFaults.listeners(
                          listener ->
                              from(listener).equals("All") ? allow(listener, "Same") : listener))),
          new Defect(
              "ALLOWED_SELECTOR_SELECTS_NOBODY",
              "gateway.listener.allowed-routes.selector",
              "A namespace Selector with matchLabels on another label than the name selects"
                  + " nobody.",
              () -> ViewFaults.everywhere(ViewFaults.listeners(AttachmentDefects::selectNobody))),
          new Defect(
              "ALLOWED_SELECTOR_IS_ALL",
              "gateway.listener.allowed-routes.selector-excludes",
              "A namespace Selector is read as All.",
              () ->
                  ViewFaults.everywhere(
                      ViewFaults.listeners(
                          listener ->
                              from(listener).equals("Selector")
                                  ? allow(listener, "All")
                                  : listener))),
          new Defect(
              "REFUSED_ROUTES_SERVED",
              "httproute.refused.not-served",
              "Routes that are refused for their namespace or their sectionName are served.",
              AttachmentDefects::refusedServed),
          new Defect(
              "ONLY_FIRST_PARENT_SERVES",
              "httproute.parents.each-served",
              "A route is served only at the first of its parentRefs.",
              () ->
                  ViewFaults.served(
                      ViewFaults.routes(
                          (route, _) ->
                              ViewFaults.withParents(
                                  route,
                                  route.getSpec().getParentRefs().stream().limit(1).toList())))),
          new Defect(
              "SECTION_NAME_IGNORED",
              "httproute.parents.section-name",
              "A route with a sectionName that exists is served by the Gateway's other listeners"
                  + " too.",
              () ->
                  ViewFaults.served(
                      ViewFaults.routes(
                          (route, view) ->
                              withoutSectionNames(route, ref -> isSection(ref, route, view))))),
          new Defect(
              "UNKNOWN_SECTION_NAME_NOT_ALLOWED",
              "httproute.parents.section-name-unknown",
              "A route whose sectionName names no listener is refused for NotAllowedByListeners.",
              () ->
                  parentConditions(
                      says("Accepted", "False", "NoMatchingParent"),
                      reason("NotAllowedByListeners"))),
          new Defect(
              "ROUTE_UPDATES_NOT_SERVED",
              "httproute.updated.served",
              "mesh.httproute.updated.served",
              "A route whose generation is above 1 is served as its first generation was.",
              AttachmentDefects::firstGenerationServed));

  private AttachmentDefects() {}

  private static String from(Listener listener) {
    var allowed = listener.getAllowedRoutes();
    var namespaces = allowed == null ? null : allowed.getNamespaces();
    return namespaces == null ? "Same" : Objects.requireNonNullElse(namespaces.getFrom(), "Same");
  }

  private static Listener allow(Listener listener, String from) {
    return new ListenerBuilder(listener)
        .editOrNewAllowedRoutes()
        .editOrNewNamespaces()
        .withFrom(from)
        .endNamespaces()
        .endAllowedRoutes()
        .build();
  }

  private static Listener selectNobody(Listener listener) {
    if (!from(listener).equals("Selector")) {
      return listener;
    }
    LabelSelector selector = listener.getAllowedRoutes().getNamespaces().getSelector();
    Map<String, String> labels = selector == null ? Map.of() : selector.getMatchLabels();
    return labels == null || labels.isEmpty() || labels.containsKey(NAMESPACE_NAME_LABEL)
        ? listener
        : new ListenerBuilder(listener)
            .editAllowedRoutes()
            .editNamespaces()
            .withSelector(NOBODY)
            .endNamespaces()
            .endAllowedRoutes()
            .build();
  }

  private static Faults refusedServed() {
    UnaryOperator<ClusterView> everyNamespace =
        ViewFaults.listeners(listener -> allow(listener, "All"));
    UnaryOperator<ClusterView> everySection =
        ViewFaults.routes(
            (route, view) -> withoutSectionNames(route, ref -> !isSection(ref, route, view)));
    return ViewFaults.served(view -> everyNamespace.apply(everySection.apply(view)));
  }

  private static HTTPRoute withoutSectionNames(
      HTTPRoute route, java.util.function.Predicate<ParentReference> which) {
    return ViewFaults.withParents(
        route,
        route.getSpec().getParentRefs().stream()
            .map(
                ref ->
                    ref.getSectionName() != null && which.test(ref)
                        ? new ParentReferenceBuilder(ref).withSectionName(null).build()
                        : ref)
            .toList());
  }

  private static boolean isSection(ParentReference ref, HTTPRoute route, ClusterView view) {
    return ViewFaults.gatewayOf(ref, route, view)
        .flatMap(gateway -> gateway.getSpec().getListeners().stream())
        .anyMatch(listener -> Objects.equals(listener.getName(), ref.getSectionName()));
  }

  private static Faults firstGenerationServed() {
    var first = new HashMap<String, HTTPRouteSpec>();
    return ViewFaults.served(
        ViewFaults.routes(
            (route, _) ->
                new HTTPRouteBuilder(route)
                    .withSpec(
                        first.computeIfAbsent(route.getMetadata().getUid(), _ -> route.getSpec()))
                    .build()));
  }
}
