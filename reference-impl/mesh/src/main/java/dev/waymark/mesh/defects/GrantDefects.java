package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.ViewFaults.everywhere;
import static dev.waymark.mesh.defects.ViewFaults.grants;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.view.ClusterView;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantFrom;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantTo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Faults in how ReferenceGrants are read. A field that is not compared is made to fit everything
 * that could be asked for.
 */
final class GrantDefects {
  private static final List<String> REFERRING_KINDS =
      List.of(GatewayApi.GATEWAY, GatewayApi.HTTP_ROUTE);
  private static final List<String> REFERRED_KINDS = List.of("Secret", "Service");

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "GRANT_FOR_ALL_IGNORED",
              "referencegrant.to.all",
              "A grant without an object's name permits nothing.",
              () -> everywhere(grants(grant -> withTo(grant, GrantDefects::onlyNamed)))),
          new Defect(
              "GRANT_FOR_ONE_IGNORED",
              "referencegrant.to.named",
              "A grant permits nothing where its only entry of to names an object.",
              () -> everywhere(grants(GrantDefects::withoutLoneNamed))),
          new Defect(
              "GRANT_NAMESPACE_IGNORED",
              "referencegrant.namespace",
              "Grants of every namespace are looked at, not only those of the object's own.",
              () -> everywhere(GrantDefects::inEveryNamespace)),
          new Defect(
              "GRANT_FROM_GROUP_IGNORED",
              "referencegrant.from.group",
              "from.group is not compared.",
              () ->
                  everywhere(
                      grants(
                          grant ->
                              withFrom(
                                  grant,
                                  from ->
                                      Stream.of(
                                          new ReferenceGrantFrom(
                                              GatewayApi.GROUP,
                                              from.getKind(),
                                              from.getNamespace())))))),
          new Defect(
              "GRANT_FROM_KIND_IGNORED",
              "referencegrant.from.kind",
              "from.kind is not compared.",
              () ->
                  everywhere(
                      grants(
                          grant ->
                              withFrom(
                                  grant,
                                  from ->
                                      REFERRING_KINDS.stream()
                                          .map(
                                              kind ->
                                                  new ReferenceGrantFrom(
                                                      from.getGroup(),
                                                      kind,
                                                      from.getNamespace())))))),
          new Defect(
              "GRANT_FROM_NAMESPACE_IGNORED",
              "referencegrant.from.namespace",
              "from.namespace is not compared.",
              () -> everywhere(GrantDefects::fromEveryNamespace)),
          new Defect(
              "GRANT_TO_GROUP_IGNORED",
              "referencegrant.to.group",
              "to.group is not compared.",
              () ->
                  everywhere(
                      grants(
                          grant ->
                              withTo(
                                  grant,
                                  to ->
                                      Stream.of(
                                          new ReferenceGrantTo("", to.getKind(), to.getName())))))),
          new Defect(
              "GRANT_TO_KIND_IGNORED",
              "referencegrant.to.kind",
              "to.kind is not compared.",
              () ->
                  everywhere(
                      grants(
                          grant ->
                              withTo(
                                  grant,
                                  to ->
                                      REFERRED_KINDS.stream()
                                          .map(
                                              kind ->
                                                  new ReferenceGrantTo(
                                                      to.getGroup(), kind, to.getName())))))),
          new Defect(
              "GRANT_TO_NAME_IGNORED",
              "referencegrant.to.name",
              "to.name is not compared.",
              () ->
                  everywhere(
                      grants(
                          grant ->
                              withTo(
                                  grant,
                                  to ->
                                      Stream.of(
                                          new ReferenceGrantTo(
                                              to.getGroup(), to.getKind(), null)))))),
          new Defect(
              "GRANT_REVOKED_STILL_SERVED",
              "referencegrant.revoked.traffic",
              "What a grant once permitted goes on being served after the grant was deleted.",
              () -> ViewFaults.served(remembering())),
          new Defect(
              "GRANT_REVOKED_STILL_REPORTED",
              "referencegrant.revoked.status",
              "A route's ResolvedRefs stays as it was when a grant is deleted.",
              () -> ViewFaults.reported(remembering())));

  private GrantDefects() {}

  private static ReferenceGrant withFrom(
      ReferenceGrant grant, Function<ReferenceGrantFrom, Stream<ReferenceGrantFrom>> change) {
    return new ReferenceGrantBuilder(grant)
        .editSpec()
        .withFrom(grant.getSpec().getFrom().stream().flatMap(change).toList())
        .endSpec()
        .build();
  }

  private static ReferenceGrant withTo(
      ReferenceGrant grant, Function<ReferenceGrantTo, Stream<ReferenceGrantTo>> change) {
    return new ReferenceGrantBuilder(grant)
        .editSpec()
        .withTo(grant.getSpec().getTo().stream().flatMap(change).toList())
        .endSpec()
        .build();
  }

  private static Stream<ReferenceGrantTo> onlyNamed(ReferenceGrantTo to) {
    return isNamed(to) ? Stream.of(to) : Stream.empty();
  }

  private static boolean isNamed(ReferenceGrantTo to) {
    return to.getName() != null && !to.getName().isEmpty();
  }

  private static ReferenceGrant withoutLoneNamed(ReferenceGrant grant) {
    List<ReferenceGrantTo> to = grant.getSpec().getTo();
    return to.size() == 1 && isNamed(to.getFirst()) ? withTo(grant, _ -> Stream.empty()) : grant;
  }

  /** What is being deleted grants nothing any more, wherever it is. */
  private static ClusterView inEveryNamespace(ClusterView view) {
    List<ReferenceGrant> all =
        view.grants().entrySet().stream()
            .filter(entry -> isStaying(entry.getKey(), view))
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    var everywhere = new HashMap<String, List<ReferenceGrant>>();
    view.namespaces().keySet().forEach(namespace -> everywhere.put(namespace, all));
    return view.withGrants(everywhere);
  }

  private static boolean isStaying(String namespace, ClusterView view) {
    Namespace found = view.namespaces().get(namespace);
    return found != null && found.getMetadata().getDeletionTimestamp() == null;
  }

  private static ClusterView fromEveryNamespace(ClusterView view) {
    return ViewFaults.grants(
            grant ->
                withFrom(
                    grant,
                    from ->
                        view.namespaces().keySet().stream()
                            .map(
                                namespace ->
                                    new ReferenceGrantFrom(
                                        from.getGroup(), from.getKind(), namespace))))
        .apply(view);
  }

  /** Every grant that ever was, by name, as it was last. */
  private static UnaryOperator<ClusterView> remembering() {
    var seen = new HashMap<String, Map<String, ReferenceGrant>>();
    return view -> {
      view.grants()
          .forEach(
              (namespace, found) -> {
                Map<String, ReferenceGrant> known =
                    seen.computeIfAbsent(namespace, _ -> new LinkedHashMap<>());
                found.forEach(grant -> known.put(grant.getMetadata().getName(), grant));
              });
      var all = new HashMap<String, List<ReferenceGrant>>();
      seen.forEach((namespace, known) -> all.put(namespace, List.copyOf(known.values())));
      return view.withGrants(all);
    };
  }
}
