package dev.waymark.cli.reference;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.mutants.Mutant;
import dev.waymark.kit.mutants.MutationMatrix.Trial;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.probe.HttpProbe;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.run.Cancellation;
import dev.waymark.kit.run.ConformanceRun;
import dev.waymark.kit.run.Ground;
import dev.waymark.kit.run.RunListener;
import dev.waymark.kit.run.RunOptions;
import dev.waymark.mesh.Mesh;
import dev.waymark.mesh.MeshManifests;
import dev.waymark.mesh.defects.Defects;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An embedded cluster with a reference mesh that takes one fault after the other, while the base
 * fixture stays up. One mutant at a time.
 */
public final class ReferenceTrial implements Trial, AutoCloseable {
  private static final Duration RESTART = Duration.ofSeconds(20);

  private final Mesh mesh = Mesh.sound();
  private final Cluster cluster;
  private final Ground ground;
  private final RunOptions sound;
  private final RunOptions faulty;
  private final Cancellation cancellation;

  /**
   * Starts a cluster and puts the base fixture up.
   *
   * @param sound how the reference without fault is tried
   * @param faulty how mutants are tried: where a check is meant to fail, its deadline is time lost
   * @throws EnvironmentFailure when the machine does not let it
   * @throws InterruptedException when cancelled
   */
  public ReferenceTrial(
      Plan plan,
      ReferenceCluster.Shape shape,
      RunOptions sound,
      RunOptions faulty,
      Cancellation cancellation)
      throws InterruptedException {
    this.sound = sound;
    this.faulty = faulty;
    this.cancellation = cancellation;
    this.cluster = ReferenceCluster.startWith(mesh, shape);
    try {
      this.ground =
          new ConformanceRun(cluster, new HttpProbe())
              .putUp(plan, sound.withKeepFixtures(true), RunListener.SILENT, cancellation);
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public RunResult run(@Nullable Mutant mutant, Plan plan) {
    if (mutant == null) {
      return carryOut(plan, sound);
    }
    mesh.plant(Defects.named(mutant.name()));
    restartControlPlane();
    return carryOut(plan, faulty);
  }

  private RunResult carryOut(Plan plan, RunOptions options) {
    return ground.run(
        plan, options.withSeed(RunOptions.newSeed()), RunListener.SILENT, cancellation);
  }

  /**
   * As 'kubectl rollout restart' would, so that the control plane starts with what is planted. What
   * the Deployment says of its readiness may still be about the Pod before, so the new Pod is
   * asked.
   */
  private void restartControlPlane() {
    var before = pods(cluster.client());
    cluster.client().pods().inNamespace(MeshManifests.NAMESPACE).delete();
    cluster
        .client()
        .pods()
        .inNamespace(MeshManifests.NAMESPACE)
        .informOnCondition(
            pods ->
                pods.stream().noneMatch(pod -> isAmong(before, pod))
                    && pods.stream().anyMatch(Readiness.getInstance()::isReady))
        .orTimeout(RESTART.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private static boolean isAmong(List<Pod> before, Pod pod) {
    return before.stream().anyMatch(known -> uid(known).equals(uid(pod)));
  }

  private static List<Pod> pods(KubernetesClient client) {
    return client.pods().inNamespace(MeshManifests.NAMESPACE).list().getItems();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
