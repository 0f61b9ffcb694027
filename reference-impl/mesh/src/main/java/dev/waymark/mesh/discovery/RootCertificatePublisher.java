package dev.waymark.mesh.discovery;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.mesh.certificates.Pem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the mesh's root certificates in a ConfigMap of every namespace, from which Pods mount them.
 */
public final class RootCertificatePublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RootCertificatePublisher.class);

  /** As Istio calls it, and the file in it. */
  static final String NAME = "istio-ca-root-cert";

  static final String FILE = "root-cert.pem";

  private static final Map<String, String> LABELS = Map.of("istio.io/config", "true");
  private static final long NO_RESYNC = 0;

  /** How long to leave an API server in peace after it refused a write. */
  private static final long RETRY_MILLIS = 500;

  private final KubernetesClient client;
  private final CertificateAuthority authority;
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("root-certificates").factory());
  private final SharedIndexInformer<Namespace> namespaces;
  private final SharedIndexInformer<ConfigMap> published;
  private final ScheduledExecutorService scheduler;
  private final Runnable unfollow;

  /**
   * Starts to publish, and does so until closed; what has been published stays.
   *
   * @param client may watch Namespaces, and watch and write ConfigMaps; stays the caller's to close
   * @param scheduler has a write that failed tried again
   */
  public RootCertificatePublisher(
      KubernetesClient client, CertificateAuthority authority, ScheduledExecutorService scheduler) {
    this.client = client;
    this.authority = authority;
    this.scheduler = scheduler;
    this.namespaces = client.namespaces().runnableInformer(NO_RESYNC);
    this.published =
        client
            .configMaps()
            .inAnyNamespace()
            .withField("metadata.name", NAME)
            .runnableInformer(NO_RESYNC);
    namespaces.addEventHandler(turnOnEachEvent());
    published.addEventHandler(turnOnEachEvent());
    this.unfollow = authority.follow(_ -> turn());
    var _ = namespaces.start().thenCombine(published.start(), (_, _) -> null).thenRun(this::turn);
  }

  private <T extends HasMetadata> ResourceEventHandler<T> turnOnEachEvent() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        turn();
      }

      @Override
      public void onUpdate(T before, T after) {
        turn();
      }

      @Override
      public void onDelete(T object, boolean finalStateUnknown) {
        turn();
      }
    };
  }

  private void turn() {
    try {
      turns.execute(this::publish);
    } catch (RejectedExecutionException _) {
      // Closed.
    }
  }

  private void publish() {
    if (!namespaces.hasSynced() || !published.hasSynced()) {
      return;
    }
    var data = Map.of(FILE, Pem.encode(authority.bundle()));
    for (Namespace namespace : namespaces.getStore().list()) {
      String name = namespace.getMetadata().getName();
      ConfigMap known = published.getStore().getByKey(name + "/" + NAME);
      boolean leaving = namespace.getMetadata().getDeletionTimestamp() != null;
      if (!leaving && (known == null || !data.equals(known.getData()))) {
        publish(name, data);
      }
    }
  }

  private void publish(String namespace, Map<String, String> data) {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(NAME)
            .withLabels(LABELS)
            .endMetadata()
            .withData(data)
            .build();
    try {
      client.resource(map).createOr(NonDeletingOperation::update);
    } catch (KubernetesClientException | IllegalStateException e) {
      // The namespace may be going; a client that was closed answers with an
      // IllegalStateException.
      log.info("{} not published to {}: {}", NAME, namespace, e.getMessage());
      retryLater();
    }
  }

  private void retryLater() {
    try {
      scheduler.schedule(this::turn, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    unfollow.run();
    namespaces.stop();
    published.stop();
    turns.shutdownNow();
  }
}
