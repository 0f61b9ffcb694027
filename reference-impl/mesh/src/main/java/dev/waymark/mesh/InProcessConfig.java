package dev.waymark.mesh;

import dev.waymark.controlplane.reconcile.MeshPublisher;
import dev.waymark.controlplane.reconcile.Publisher;
import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.ConfigSource;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import dev.waymark.model.waypoint.MeshSource;
import dev.waymark.model.waypoint.WaypointConfig;
import dev.waymark.model.workload.MeshView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries configurations from a control plane to data planes of the same process, and their answers
 * back. It keeps the newest of everything for those who come later. For any number of threads.
 */
public final class InProcessConfig implements Publisher, ConfigSource, MeshPublisher, MeshSource {
  private final Map<GatewayKey, Topic<Publication>> gateways = new HashMap<>();
  private final Map<BackendId, Topic<Endpoints>> backends = new HashMap<>();
  private final Map<GatewayKey, Topic<WaypointConfig>> waypoints = new HashMap<>();
  private final Topic<MeshView> mesh = new Topic<>();

  private record Publication(GatewayConfig config, Consumer<Applied> applied) {}

  /** The newest value and those who want to know. */
  private static final class Topic<T> {
    final List<Mailbox<T>> subscribers = new CopyOnWriteArrayList<>();
    final AtomicReference<@Nullable T> newest = new AtomicReference<>();

    void publish(T value) {
      newest.set(value);
      subscribers.forEach(mailbox -> mailbox.offer(value));
    }

    Subscription subscribe(Consumer<T> receiver) {
      var mailbox = new Mailbox<T>(receiver);
      subscribers.add(mailbox);
      T known = newest.get();
      if (known != null) {
        mailbox.offer(known);
      }
      return () -> {
        subscribers.remove(mailbox);
        mailbox.close();
      };
    }
  }

  @Override
  public void publish(GatewayConfig config, Consumer<Applied> applied) {
    topic(config.gateway()).publish(new Publication(config, applied));
  }

  @Override
  public void publish(Endpoints endpoints) {
    topic(endpoints.backend()).publish(endpoints);
  }

  @Override
  public void withdraw(GatewayKey gateway) {
    publish(GatewayConfig.empty(gateway), _ -> {});
  }

  @Override
  public void withdraw(BackendId backend) {
    publish(Endpoints.none(backend));
  }

  @Override
  public Subscription gateway(GatewayKey gateway, GatewaySubscriber subscriber) {
    Topic<Publication> topic = topic(gateway);
    return topic.subscribe(publication -> apply(publication, subscriber, topic));
  }

  /** A configuration that was replaced while it was being taken over is no news any more. */
  @SuppressWarnings({"ReferenceEquality", "FutureReturnValueIgnored"})
  private static void apply(
      Publication publication, GatewaySubscriber subscriber, Topic<Publication> topic) {
    subscriber
        .apply(publication.config())
        .thenAccept(
            result -> {
              if (topic.newest.get() == publication) {
                publication.applied().accept(result);
              }
            });
  }

  @Override
  public Subscription endpoints(BackendId backend, Consumer<Endpoints> subscriber) {
    return topic(backend).subscribe(subscriber);
  }

  @Override
  public void publish(MeshView view) {
    mesh.publish(view);
  }

  @Override
  public void publish(WaypointConfig config) {
    waypointTopic(config.waypoint()).publish(config);
  }

  @Override
  public void withdrawWaypoint(GatewayKey waypoint) {
    publish(WaypointConfig.empty(waypoint));
  }

  @Override
  public Subscription mesh(Consumer<MeshView> subscriber) {
    return mesh.subscribe(subscriber);
  }

  @Override
  public Subscription waypoint(GatewayKey waypoint, Consumer<WaypointConfig> subscriber) {
    return waypointTopic(waypoint).subscribe(subscriber);
  }

  private synchronized Topic<WaypointConfig> waypointTopic(GatewayKey waypoint) {
    return waypoints.computeIfAbsent(waypoint, _ -> new Topic<>());
  }

  private synchronized Topic<Publication> topic(GatewayKey gateway) {
    return gateways.computeIfAbsent(gateway, _ -> new Topic<>());
  }

  private synchronized Topic<Endpoints> topic(BackendId backend) {
    return backends.computeIfAbsent(backend, _ -> new Topic<>());
  }
}
