package dev.waymark.controlplane.reconcile;

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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Feeds a {@link ClusterStore} from the cluster, and says when something changed. */
final class Watches implements AutoCloseable {
  /** Informers list anew only when a watch can't be resumed. */
  private static final long NO_RESYNC = 0;

  private final List<? extends SharedIndexInformer<?>> informers;

  Watches(KubernetesClient client, ClusterStore store, Runnable changed) {
    this.informers =
        List.of(
            informer(client, GatewayClass.class, store, changed),
            informer(client, Gateway.class, store, changed),
            informer(client, HTTPRoute.class, store, changed),
            informer(client, ReferenceGrant.class, store, changed),
            informer(client, Service.class, store, changed),
            informer(client, EndpointSlice.class, store, changed),
            informer(client, Secret.class, store, changed),
            informer(client, Namespace.class, store, changed),
            informer(client, Pod.class, store, changed));
  }

  /** Begins to watch; completes when all that there is has been seen once. */
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        informers.stream()
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
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
