package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.controlplane.view.ClusterView;
import java.util.function.UnaryOperator;

/**
 * Where what flows through the control plane may be changed on its way: how faults are planted
 * without the code knowing of any.
 *
 * @param view the cluster, before it is translated. Must give the same object for the same object,
 *     or nothing is remembered
 * @param status each status, before it is written
 */
public record Seams(UnaryOperator<ClusterView> view, UnaryOperator<StatusWrite> status) {
  /** Everything passes as it is. */
  public static final Seams NONE = new Seams(UnaryOperator.identity(), UnaryOperator.identity());
}
