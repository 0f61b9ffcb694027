package dev.waymark.dataplane;

import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.ConfigSource;
import dev.waymark.model.Endpoints;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.GatewayKey;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A control plane that says what a test tells it. */
public final class StaticSource implements ConfigSource {
  private final Map<BackendId, Endpoints> endpoints = new ConcurrentHashMap<>();
  private final Map<BackendId, Consumer<Endpoints>> followers = new ConcurrentHashMap<>();
  private @Nullable GatewaySubscriber gateway;

  @Override
  public Subscription gateway(GatewayKey key, GatewaySubscriber subscriber) {
    gateway = subscriber;
    return () -> gateway = null;
  }

  @Override
  public Subscription endpoints(BackendId backend, Consumer<Endpoints> subscriber) {
    followers.put(backend, subscriber);
    subscriber.accept(endpoints.getOrDefault(backend, Endpoints.none(backend)));
    return () -> followers.remove(backend);
  }

  public void publish(Endpoints changed) {
    endpoints.put(changed.backend(), changed);
    Consumer<Endpoints> follower = followers.get(changed.backend());
    if (follower != null) {
      follower.accept(changed);
    }
  }

  public CompletionStage<Applied> publish(GatewayConfig config) {
    GatewaySubscriber subscriber = gateway;
    if (subscriber == null) {
      throw new IllegalStateException("no gateway has subscribed");
    }
    return subscriber.apply(config);
  }
}
