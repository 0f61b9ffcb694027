package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.controlplane.view.ClusterView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Faults in the cluster as the control plane sees it: as if the user had written something else.
 * The same object always becomes the same object.
 */
final class ViewFaults {
  private ViewFaults() {}

  /** For configurations alone: the statuses stay right. */
  static Faults served(UnaryOperator<ClusterView> change) {
    return Faults.of(Seams.NONE.withServed(once(change)));
  }

  /** For statuses alone: the traffic stays right. */
  static Faults reported(UnaryOperator<ClusterView> change) {
    return Faults.of(Seams.NONE.withReported(once(change)));
  }

  /** For both. */
  static Faults everywhere(UnaryOperator<ClusterView> change) {
    UnaryOperator<ClusterView> shared = once(change);
    return Faults.of(Seams.NONE.withReported(shared).withServed(shared));
  }

  static UnaryOperator<ClusterView> gateways(BiFunction<Gateway, ClusterView, Gateway> change) {
    var known = new Changed<Gateway>(change);
    return view -> view.withGateways(known.apply(view.gateways(), view));
  }

  static UnaryOperator<ClusterView> listeners(UnaryOperator<Listener> change) {
    return gateways(
        (gateway, _) ->
            withListeners(gateway, gateway.getSpec().getListeners().stream().map(change).toList()));
  }

  static UnaryOperator<ClusterView> routes(BiFunction<HTTPRoute, ClusterView, HTTPRoute> change) {
    var known = new Changed<HTTPRoute>(change);
    return view -> view.withRoutes(known.apply(view.routes(), view));
  }

  static UnaryOperator<ClusterView> grants(UnaryOperator<ReferenceGrant> change) {
    var known = new Changed<ReferenceGrant>((grant, _) -> change.apply(grant));
    var lists = new HashMap<List<ReferenceGrant>, List<ReferenceGrant>>();
    return view -> {
      var changed = new HashMap<String, List<ReferenceGrant>>();
      view.grants()
          .forEach(
              (namespace, grants) ->
                  changed.put(
                      namespace,
                      lists.computeIfAbsent(
                          grants,
                          now -> now.stream().map(grant -> known.apply(grant, view)).toList())));
      return view.withGrants(changed);
    };
  }

  static Gateway withListeners(Gateway gateway, List<Listener> listeners) {
    return new GatewayBuilder(gateway).editSpec().withListeners(listeners).endSpec().build();
  }

  static HTTPRoute withParents(HTTPRoute route, List<ParentReference> parents) {
    return new HTTPRouteBuilder(route).editSpec().withParentRefs(parents).endSpec().build();
  }

  /** Whether the reference names the Gateway. */
  static Stream<Gateway> gatewayOf(ParentReference ref, HTTPRoute route, ClusterView view) {
    String namespace =
        ref.getNamespace() == null ? route.getMetadata().getNamespace() : ref.getNamespace();
    return Stream.ofNullable(
        view.gateways().get(new dev.waymark.model.GatewayKey(namespace, ref.getName())));
  }

  /** The same view twice is changed once. */
  private static UnaryOperator<ClusterView> once(UnaryOperator<ClusterView> change) {
    return new UnaryOperator<>() {
      private @Nullable ClusterView before;
      private @Nullable ClusterView after;

      @Override
      @SuppressWarnings("ReferenceEquality") // another view is another object
      public ClusterView apply(ClusterView view) {
        ClusterView known = after;
        if (known == null || view != before) {
          known = change.apply(view);
          before = view;
          after = known;
        }
        return known;
      }
    };
  }

  /** Objects by name, each with what it became. */
  private static final class Changed<T extends HasMetadata> {
    private final BiFunction<T, ClusterView, T> change;
    private final Map<String, Entry<T>> entries = new HashMap<>();

    Changed(BiFunction<T, ClusterView, T> change) {
      this.change = change;
    }

    private record Entry<T>(T before, T after) {}

    <K> Map<K, T> apply(Map<K, T> objects, ClusterView view) {
      var changed = new HashMap<K, T>();
      objects.forEach((key, object) -> changed.put(key, apply(object, view)));
      return changed;
    }

    @SuppressWarnings("ReferenceEquality") // what changed in the cluster is another object
    T apply(T object, ClusterView view) {
      Entry<T> known = entries.get(object.getMetadata().getUid());
      if (known == null || known.before != object) {
        known = new Entry<>(object, change.apply(object, view));
        entries.put(object.getMetadata().getUid(), known);
      }
      return known.after;
    }
  }
}
