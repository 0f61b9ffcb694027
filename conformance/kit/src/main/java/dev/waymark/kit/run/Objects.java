package dev.waymark.kit.run;

import dev.waymark.kit.result.EnvironmentFailure;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The objects of a cluster as JSON trees, in the cluster's own names. Safe for use by many threads.
 *
 * <p>All methods throw {@link EnvironmentFailure} when the cluster can't be reached or forbids it,
 * and {@link Refused} when it says no to this request.
 */
interface Objects {
  /** The version of Kubernetes. */
  String version();

  /** Creates an object, or brings an existing one to what the manifest says. */
  void apply(JsonNode manifest);

  /** Changes an object by a JSON merge patch. */
  void patch(Ref ref, JsonNode patch);

  /** Deletes an object, if it is there; doesn't wait until it is gone. */
  void delete(Ref ref);

  /** The object as it is now. */
  Optional<JsonNode> get(Ref ref);

  /** Watches an object, which may not be there yet. */
  Watched watch(Ref ref);

  /**
   * How many lines with this text the Pods with the label {@code app} have logged.
   *
   * @param app the label's value
   */
  int logLines(String namespace, String app, String text);

  /**
   * Which object.
   *
   * @param namespace empty for a cluster-scoped one
   */
  record Ref(String apiVersion, String kind, String namespace, String name) {
    /** The object that a manifest declares. */
    static Ref of(JsonNode manifest) {
      JsonNode metadata = manifest.path("metadata");
      return new Ref(
          manifest.path("apiVersion").asString(""),
          manifest.path("kind").asString(""),
          metadata.path("namespace").asString(""),
          metadata.path("name").asString(""));
    }

    @Override
    public String toString() {
      return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
    }
  }

  /** An object being watched. Used by one thread. */
  interface Watched extends AutoCloseable {
    /** The newest state that has been seen; empty while the object isn't there. */
    Optional<JsonNode> now();

    /** Waits for a state that {@link #now} hasn't returned yet, or for so long. */
    void awaitChange(Duration atMost) throws InterruptedException;

    @Override
    void close();
  }

  /** The cluster says no: the request is at fault, or what it collides with. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
