package dev.waymark.dataplane.routing;

import dev.waymark.model.BackendId;
import dev.waymark.model.UpstreamProtocol;
import dev.waymark.model.WeightedBackend;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses among weighted targets so that every run of requests, not just a long one, shares out
 * nearly in proportion: multiples of the golden ratio, cut to their fraction, fall evenly into the
 * unit interval (the additive recurrence of quasi-Monte Carlo methods).
 */
public final class WeightedChoice {
  private static final int GOLDEN_RATIO = 0x9E3779B9; // of 2^32

  private final Target[] targets;
  private final long[] upTo; // cumulated weights
  private final AtomicInteger next = new AtomicInteger(ThreadLocalRandom.current().nextInt());

  /** Where a share goes. */
  public sealed interface Target {}

  /** To a Service. */
  public record Backend(BackendId id, UpstreamProtocol protocol, Edits request, Edits response)
      implements Target {}

  /** Nowhere: 500. */
  public record Invalid() implements Target {}

  private WeightedChoice(List<WeightedBackend> backends) {
    targets = backends.stream().map(backend -> target(backend.target())).toArray(Target[]::new);
    upTo = new long[targets.length];
    long sum = 0;
    for (int i = 0; i < targets.length; i++) {
      sum += backends.get(i).weight();
      upTo[i] = sum;
    }
  }

  static WeightedChoice of(List<WeightedBackend> backends) {
    return new WeightedChoice(backends.stream().filter(backend -> backend.weight() > 0).toList());
  }

  private static Target target(WeightedBackend.Target target) {
    return switch (target) {
      case WeightedBackend.Service service ->
          new Backend(
              service.id(),
              service.protocol(),
              Edits.of(service.request()),
              Edits.of(service.response()));
      case WeightedBackend.Invalid _ -> new Invalid();
    };
  }

  /** The target of the next request. */
  public Target choose() {
    if (targets.length == 1) {
      return targets[0];
    }
    long fraction = Integer.toUnsignedLong(next.getAndAdd(GOLDEN_RATIO));
    long at =
        fraction * upTo[upTo.length - 1]
            >>> 32; // at most 2^32 backends of 10^6 each: no overflow in sight
    int i = 0;
    while (at >= upTo[i]) {
      i++;
    }
    return targets[i];
  }
}
