package dev.waymark.mesh.defects;

import dev.waymark.controlplane.reconcile.Seams;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.model.GatewayKey;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is planted into one mesh. May remember what it has seen of it.
 *
 * @param seams in the control plane
 * @param interceptors in the data plane of a gateway, one for each exchange
 */
public record Faults(Seams seams, Function<GatewayKey, Supplier<Interceptor>> interceptors) {
  /** Nothing is planted. */
  public static final Faults NONE = of(Seams.NONE);

  static Faults of(Seams seams) {
    return new Faults(seams, _ -> () -> Interceptor.NONE);
  }

  static Faults of(Supplier<Interceptor> interceptors) {
    return new Faults(Seams.NONE, _ -> interceptors);
  }
}
