package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.dataplane.exchange.Interceptor;
import java.util.function.Supplier;

/**
 * What is planted into one mesh. May remember what it has seen of it.
 *
 * @param seams in the control plane
 * @param interceptors in the data planes of gateways and waypoints, one for each exchange
 */
public record Faults(Seams seams, Supplier<Interceptor> interceptors) {
  /** Nothing is planted. */
  public static final Faults NONE = of(Seams.NONE);

  static Faults of(Seams seams) {
    return new Faults(seams, () -> Interceptor.NONE);
  }

  static Faults of(Supplier<Interceptor> interceptors) {
    return new Faults(Seams.NONE, interceptors);
  }
}
