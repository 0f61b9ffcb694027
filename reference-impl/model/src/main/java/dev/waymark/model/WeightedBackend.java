package dev.waymark.model;

import java.util.Optional;

/**
 * A share of a rule's requests.
 *
 * @param weight its part of the sum of weights; none at zero
 */
public record WeightedBackend(int weight, Target target) {
  /** The largest weight that the standard allows. */
  public static final int MAX_WEIGHT = 1_000_000;

  public WeightedBackend {
    if (weight < 0 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "weight: " + weight + " (expected: 0 to " + MAX_WEIGHT + ")");
    }
  }

  /** This backend with another weight. */
  public WeightedBackend withWeight(int replacement) {
    return new WeightedBackend(replacement, target);
  }

  /** Where the share goes. */
  public sealed interface Target {}

  /**
   * To the endpoints of a Service, with edits of its own around them; 503 while it has none.
   *
   * @param protocol what is spoken to them; two routes may speak differently to the same endpoints
   */
  public record Service(
      BackendId id, UpstreamProtocol protocol, HeaderEdits request, HeaderEdits response)
      implements Target {
    /** A Service without edits that speaks HTTP/1.1. */
    public static Service of(BackendId id) {
      return of(id, UpstreamProtocol.HTTP_1_1);
    }

    /** A Service without edits. */
    public static Service of(BackendId id, UpstreamProtocol protocol) {
      return new Service(id, protocol, HeaderEdits.NONE, HeaderEdits.NONE);
    }
  }

  /**
   * Nowhere: the reference does not resolve, and its share of the requests is answered with 500.
   *
   * @param reason why, in the standard's word for it; for the log, never for the client
   * @param named the backend that the reference names, if it names one
   */
  public record Invalid(String reason, Optional<BackendId> named) implements Target {
    /** A reference that names no backend of the cluster. */
    public Invalid(String reason) {
      this(reason, Optional.empty());
    }
  }
}
