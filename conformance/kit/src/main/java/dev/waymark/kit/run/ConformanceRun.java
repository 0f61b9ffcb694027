package dev.waymark.kit.run;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.Prober;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.RunResult;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries plans out on a cluster. Safe for use by many threads; runs on one cluster don't meet if
 * their seeds differ.
 */
public final class ConformanceRun {
  private final Cluster cluster;
  private final Objects objects;
  private final Prober prober;

  /**
   * For this cluster.
   *
   * @param prober sends the requests
   */
  public ConformanceRun(Cluster cluster, Prober prober) {
    this(cluster, new ClusterObjects(cluster.client()), prober);
  }

  ConformanceRun(Cluster cluster, Objects objects, Prober prober) {
    this.cluster = cluster;
    this.objects = objects;
    this.prober = prober;
  }

  /**
   * Carries a plan out: puts the base fixture up, runs controls, checks and controls again, and
   * takes the fixture down. Blocks until it is done or cancelled; doesn't throw for anything that
   * the cluster, the implementation or a test does: the result says it.
   */
  public RunResult run(
      Plan plan, RunOptions options, RunListener listener, Cancellation cancellation) {
    if (plan.size() == 0) {
      return RunResult.of(plan, List.of());
    }
    listener.started(plan, options);
    EvidenceLog log = new EvidenceLog(InstantSource.system());
    Plan effective = plan;
    @Nullable EnvironmentFailure failure = null;
    try (Ground ground = putUp(plan, options, listener, log, cancellation)) {
      effective = plan.withClaims(ground.claims());
      failure = ground.carryOut(effective, options, listener, cancellation, log);
    } catch (EnvironmentFailure e) {
      failure = e;
    } catch (InterruptedException | Session.Cancelled e) {
      cancellation.cancel();
    }
    failure = failure == null ? cancellation.cause() : failure;
    boolean interrupted = cancellation.isCancelled() && failure == null;
    log.record(at -> new Event.RunEnded(at, interrupted));
    return RunResult.of(effective, log.events(), failure);
  }

  /** The result of a run that never began, because the environment didn't let it. */
  public static RunResult neverBegun(Plan plan, RunOptions options, EnvironmentFailure failure) {
    return neverBegun(plan, options, false, failure);
  }

  /** The result of a run that never began, because the user interrupted what goes before it. */
  public static RunResult interruptedEarly(Plan plan, RunOptions options) {
    return neverBegun(plan, options, true, null);
  }

  private static RunResult neverBegun(
      Plan plan, RunOptions options, boolean interrupted, @Nullable EnvironmentFailure failure) {
    EvidenceLog log = new EvidenceLog(InstantSource.system());
    Ground.start(log, options.seed(), Ground.environment());
    log.record(at -> new Event.RunEnded(at, interrupted));
    return RunResult.of(plan, log.events(), failure);
  }

  /**
   * Puts the base fixture up for several runs, one after the other.
   *
   * @param plan whose suites and claims count
   * @param options whose seed gives the base fixture's names
   * @throws EnvironmentFailure when the cluster doesn't let it
   * @throws InterruptedException when cancelled
   */
  public Ground putUp(
      Plan plan, RunOptions options, RunListener listener, Cancellation cancellation)
      throws InterruptedException {
    return putUp(plan, options, listener, new EvidenceLog(InstantSource.system()), cancellation);
  }

  private Ground putUp(
      Plan plan,
      RunOptions options,
      RunListener listener,
      EvidenceLog log,
      Cancellation cancellation)
      throws InterruptedException {
    Ground ground = new Ground(cluster, objects, prober, options, listener);
    cancellation.enter();
    try {
      ground.putUp(plan, log, cancellation);
      return ground;
    } catch (EnvironmentFailure | InterruptedException e) {
      ground.close();
      throw e;
    } catch (Session.Cancelled e) {
      ground.close();
      throw e.interruption();
    } finally {
      cancellation.leave();
    }
  }
}
