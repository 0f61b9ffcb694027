package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.mesh.MeshTranslation;
import dev.waymark.controlplane.mesh.MeshTranslator;
import dev.waymark.controlplane.translate.DataPlaneState;
import dev.waymark.controlplane.translate.EndpointsTranslator;
import dev.waymark.controlplane.translate.Translation;
import dev.waymark.controlplane.translate.Translator;
import dev.waymark.controlplane.view.ClusterStore;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane's one loop: when something changed, in the cluster or in a data plane, it
 * translates all that is known, publishes what is new and has the statuses written. Changes that
 * come close together are one turn.
 *
 * <p>All turns are run by the scheduler, one at a time.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** Long enough to take a burst of changes together, too short to be noticed. */
  private static final Duration DEBOUNCE = Duration.ofMillis(2);

  /** How long to leave an API server in peace after it refused a write. */
  private static final Duration RETRY_AFTER_FAILURE = Duration.ofMillis(500);

  private final KubernetesClient client;
  private final Publisher publisher;
  private final MeshPublisher meshPublisher;
  private final ScheduledExecutorService scheduler;
  private final Seams seams;
  private final ClusterStore store = new ClusterStore();
  private final Watches watches;
  private final StatusWriter statuses;
  private final InfrastructureWriter infrastructure;
  private final Map<GatewayKey, DataPlaneState.Served> served = new ConcurrentHashMap<>();
  private final Map<GatewayKey, Publication> published = new HashMap<>();
  private final Map<BackendId, Endpoints> publishedEndpoints = new HashMap<>();
  private final Map<GatewayKey, WaypointConfig> publishedWaypoints = new HashMap<>();
  private @Nullable MeshView publishedMesh;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean synced;
  private volatile Translator translator = new Translator("");
  private volatile Translator servedTranslator = new Translator("");

  /**
   * A loop that has not begun.
   *
   * @param client for all that is read and written; stays the caller's to close
   * @param scheduler of one thread; stays the caller's to close
   * @param clock for the times of conditions
   */
  public Reconciler(
      KubernetesClient client,
      Publisher publisher,
      MeshPublisher meshPublisher,
      ScheduledExecutorService scheduler,
      InstantSource clock,
      Seams seams) {
    this.client = client;
    this.publisher = publisher;
    this.meshPublisher = meshPublisher;
    this.scheduler = scheduler;
    this.seams = seams;
    this.watches = new Watches(client, store, this::changed);
    this.statuses = new StatusWriter(client, clock, this::retryLater);
    this.infrastructure = new InfrastructureWriter(client, this::changed, this::retryLater);
  }

  /**
   * Begins. Nothing is published or written before everything that exists has been seen.
   *
   * @return completes when that is so
   * @throws IllegalStateException if the cluster does not have the Gateway API
   */
  public CompletableFuture<Void> start() {
    String bundleVersion = bundleVersion();
    translator = new Translator(bundleVersion);
    servedTranslator = new Translator(bundleVersion);
    return watches
        .start()
        .thenRun(
            () -> {
              synced = true;
              changed();
            });
  }

  private String bundleVersion() {
    String name = "gatewayclasses." + GatewayApi.GROUP;
    var definition = client.apiextensions().v1().customResourceDefinitions().withName(name).get();
    if (definition == null) {
      throw new IllegalStateException(
          "the cluster has no CustomResourceDefinition "
              + name
              + "; install the Gateway API first");
    }
    var annotations = definition.getMetadata().getAnnotations();
    return annotations == null
        ? ""
        : annotations.getOrDefault(GatewayApi.BUNDLE_VERSION_ANNOTATION, "");
  }

  private void changed() {
    schedule(DEBOUNCE);
  }

  private void retryLater() {
    try {
      scheduler.schedule(this::changed, RETRY_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // Closed.
    }
  }

  private void schedule(Duration delay) {
    if (synced && scheduled.compareAndSet(false, true)) {
      try {
        scheduler.schedule(this::turn, delay.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException _) {
        // Closed.
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same view has the same translation
  private void turn() {
    scheduled.set(false);
    try {
      ClusterView view = store.view();
      var dataPlane = new DataPlaneState(served);
      ClusterView reportedView = seams.reported().apply(view);
      ClusterView servedView = seams.served().apply(view);
      Translation reported = translator.translate(reportedView, dataPlane);
      Translation toServe =
          servedView == reportedView ? reported : servedTranslator.translate(servedView, dataPlane);
      MeshTranslation reportedMesh = MeshTranslator.translate(reportedView);
      MeshTranslation meshToServe =
          servedView == reportedView ? reportedMesh : MeshTranslator.translate(servedView);
      MeshView mesh = seams.mesh().apply(meshToServe.mesh());
      List<WaypointConfig> waypoints = seams.waypoints().apply(meshToServe.waypoints(), view);
      publish(toServe, reported, waypoints, view);
      publish(mesh, waypoints);
      infrastructure.write(
          Stream.concat(toServe.infrastructure().stream(), meshToServe.infrastructure().stream())
              .toList(),
          view);
      statuses.write(
          Stream.concat(reported.statuses().stream(), reportedMesh.statuses().stream())
              .map(status -> seams.status().apply(status, view))
              .toList(),
          view);
    } catch (RuntimeException e) {
      // The loop must outlive whatever one object makes it stumble over.
      LOG.error("a turn failed", e);
      retryLater();
    }
  }

  private void publish(MeshView mesh, List<WaypointConfig> configs) {
    if (publishedMesh == null || !publishedMesh.equals(mesh)) {
      publishedMesh = mesh;
      meshPublisher.publish(mesh);
    }
    Set<GatewayKey> waypoints = new HashSet<>();
    for (WaypointConfig config : configs) {
      waypoints.add(config.waypoint());
      if (!config.equals(publishedWaypoints.put(config.waypoint(), config))) {
        meshPublisher.publish(config);
      }
    }
    publishedWaypoints
        .keySet()
        .removeIf(
            waypoint -> {
              boolean gone = !waypoints.contains(waypoint);
              if (gone) {
                meshPublisher.withdrawWaypoint(waypoint);
              }
              return gone;
            });
  }

  private void publish(
      Translation toServe, Translation reported, List<WaypointConfig> waypoints, ClusterView view) {
    Map<BackendId, Endpoints> wanted = new HashMap<>(toServe.endpoints());
    for (WaypointConfig config : waypoints) {
      for (BackendId backend : config.backends()) {
        wanted.computeIfAbsent(backend, id -> EndpointsTranslator.translate(id, view));
      }
    }
    wanted.forEach(
        (backend, known) -> {
          Endpoints endpoints = seams.endpoints().apply(known, view);
          if (!endpoints.equals(publishedEndpoints.put(backend, endpoints))) {
            publisher.publish(endpoints);
          }
        });
    Map<GatewayKey, GatewayConfig> configs = seams.configs().apply(toServe.configs(), view);
    configs.forEach(
        (gateway, config) -> {
          // What was asked for, and what the data plane is told: the same but for a planted fault.
          GatewayConfig asked = reported.configs().getOrDefault(gateway, config);
          var publication = new Publication(asked, config);
          if (!publication.equals(published.put(gateway, publication))) {
            publisher.publish(config, applied -> applied(asked, applied));
          }
        });
    published
        .keySet()
        .removeIf(
            gateway -> {
              boolean gone = !configs.containsKey(gateway);
              if (gone) {
                publisher.withdraw(gateway);
                served.remove(gateway);
              }
              return gone;
            });
    publishedEndpoints
        .keySet()
        .removeIf(
            backend -> {
              boolean gone = !wanted.containsKey(backend);
              if (gone) {
                publisher.withdraw(backend);
              }
              return gone;
            });
  }

  private record Publication(GatewayConfig asked, GatewayConfig told) {}

  private void applied(GatewayConfig config, Applied applied) {
    served.put(config.gateway(), new DataPlaneState.Served(config, applied));
    changed();
  }

  @Override
  public void close() {
    synced = false;
    watches.close();
    statuses.close();
    infrastructure.close();
  }
}
