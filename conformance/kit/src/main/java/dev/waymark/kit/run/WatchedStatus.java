package dev.waymark.kit.run;

import dev.waymark.kit.Names;
import dev.waymark.kit.ObjectStatus;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The status of an object: one request where the first look suffices, a watch where it does not.
 */
final class WatchedStatus implements ObjectStatus {
  private final Objects objects;
  private final Objects.Ref ref;
  private final String namespace;
  private final String name;
  private final Names names;
  private final Controllers controllers;
  private Objects.@Nullable Watched watched;

  /**
   * A status.
   *
   * @param ref the object in the cluster's names
   * @param namespace in stable names
   * @param name in stable names
   * @param controllers whose parent statuses count
   */
  WatchedStatus(
      Objects objects,
      Objects.Ref ref,
      String namespace,
      String name,
      Names names,
      Controllers controllers) {
    this.objects = objects;
    this.ref = ref;
    this.namespace = namespace;
    this.name = name;
    this.names = names;
    this.controllers = controllers;
  }

  @Override
  public String kind() {
    return ref.kind();
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Names names() {
    return names;
  }

  @Override
  public String says() {
    return ref.toString();
  }

  @Override
  public JsonNode observe() {
    return Observations.of(watched == null ? objects.get(ref) : watched.now(), controllers);
  }

  @Override
  public void awaitChange(Duration atMost) throws InterruptedException {
    if (watched == null) {
      watched = objects.watch(ref); // it begins with the state of now: nothing is missed in between
    } else {
      watched.awaitChange(atMost);
    }
  }

  @Override
  public int looksInARow() {
    return 1; // there is one status, and it is watched: looking at it again shows the same
  }

  @Override
  public String shellLine() {
    String resource = ref.kind().toLowerCase(Locale.ROOT);
    return ref.namespace().isEmpty()
        ? "kubectl get %s %s -o yaml".formatted(resource, ref.name())
        : "kubectl get %s -n %s %s -o yaml".formatted(resource, ref.namespace(), ref.name());
  }

  @Override
  public void close() {
    if (watched != null) {
      watched.close();
      watched = null;
    }
  }
}
