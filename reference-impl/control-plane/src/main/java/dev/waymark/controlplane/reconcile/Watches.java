package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.security.PeerAuthentication;
import dev.waymark.controlplane.security.RequestAuthentication;
import dev.waymark.controlplane.view.ClusterStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a {@link ClusterStore} from the cluster, and says when something changed. Kinds of others
 * are watched if the cluster has them when the watching begins.
 */
final class Watches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

  /** Informers list anew only when a watch can't be resumed. */
  private static final long NO_RESYNC = 0;

  private static final List<Class<? extends CustomResource<?, ?>>> POLICIES =
      List.of(AuthorizationPolicy.class, PeerAuthentication.class, RequestAuthentication.class);

  private final KubernetesClient client;
  private final ClusterStore store;
  private final Runnable changed;
  private final List<SharedIndexInformer<?>> informers;

  Watches(KubernetesClient client, ClusterStore store, Runnable changed) {
    this.client = client;
    this.store = store;
    this.changed = changed;
    this.informers =
        new CopyOnWriteArrayList<>(
            List.of(
                informer(client, GatewayClass.class, store, changed),
                informer(client, Gateway.class, store, changed),
                informer(client, HTTPRoute.class, store, changed),
                informer(client, ReferenceGrant.class, store, changed),
                informer(client, Service.class, store, changed),
                informer(client, EndpointSlice.class, store, changed),
                informer(client, Secret.class, store, changed),
                informer(client, Namespace.class, store, changed),
                informer(client, Pod.class, store, changed)));
  }

  /** Begins to watch; completes when all that there is has been seen once. */
  CompletableFuture<Void> start() {
    POLICIES.stream()
        .filter(this::isThere)
        .forEach(kind -> informers.add(informer(client, kind, store, changed)));
    return CompletableFuture.allOf(
        informers.stream()
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private boolean isThere(Class<? extends CustomResource<?, ?>> kind) {
    String name = CustomResource.getCRDName(kind);
    boolean there =
        client.apiextensions().v1().customResourceDefinitions().withName(name).get() != null;
    if (!there) {
      LOG.warn("{} is not in the cluster: none are enforced until this program starts anew", name);
    }
    return there;
  }

  private static <T extends HasMetadata> SharedIndexInformer<T> informer(
      KubernetesClient client, Class<T> type, ClusterStore store, Runnable changed) {
    SharedIndexInformer<T> informer =
        client.resources(type).inAnyNamespace().runnableInformer(NO_RESYNC);
    return informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T object) {
            store.put(object);
            changed.run();
          }

          @Override
          public void onUpdate(T before, T after) {
            store.put(after);
            changed.run();
          }

          @Override
          public void onDelete(T object, boolean finalStateUnknown) {
            store.remove(object);
            changed.run();
          }
        });
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
