package dev.waymark.kit.run;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.Prober;
import dev.waymark.kit.catalog.Suite;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.result.Control;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Expectation.Term;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import dev.waymark.kit.verdict.Patience;
import dev.waymark.kit.verdict.Standing;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with the base fixture up, for several runs one after the other. Tests of each have
 * names of their own, from the run's seed; those of the base fixture come from the seed that it was
 * put up with.
 */
public final class Ground implements AutoCloseable {
  private static final Scope CLASS = Scope.ofTest(0, "GatewayClass");

  private final Cluster cluster;
  private final Objects objects;
  private final Prober prober;
  private final RunOptions options;
  private final RunListener listener;
  private Set<String> namespaces = Set.of();
  private Map<String, String> environment = Map.of();
  private @Nullable Claims claims;
  private @Nullable BaseFixture base;

  Ground(
      Cluster cluster, Objects objects, Prober prober, RunOptions options, RunListener listener) {
    this.cluster = cluster;
    this.objects = objects;
    this.prober = prober;
    this.options = options;
    this.listener = listener;
  }

  /** The claims, with what the cluster knows of them. */
  public Claims claims() {
    if (claims == null) {
      throw new IllegalStateException("the base fixture isn't up");
    }
    return claims;
  }

  void putUp(Plan plan, EvidenceLog log, Cancellation cancellation) throws InterruptedException {
    environment = environment(null);
    try {
      listener.phase("Examining the cluster");
      ClusterFacts facts =
          ClusterFacts.read(objects, plan.claims().gatewayClass(), options.anyVersion());
      environment = environment(facts);
      claims = plan.claims().withController(facts.controller());
    } finally {
      start(log, options.seed(), environment);
    }
    List<Suite> suites = suites(plan);
    namespaces = BaseFixture.namespaces(suites);
    Session session = session(plan.withClaims(claims), options, listener, cancellation, log);
    awaitAccepted(session);
    session.phase("Putting the base fixture up");
    base = new BaseFixture(session, suites);
    base.putUp();
  }

  /**
   * Carries a plan out. Blocks until it is done or cancelled; doesn't throw for anything that the
   * cluster, the implementation or a test does.
   */
  public RunResult run(
      Plan plan, RunOptions runOptions, RunListener runListener, Cancellation cancellation) {
    Plan effective = plan.withClaims(claims());
    EvidenceLog log = new EvidenceLog(InstantSource.system());
    start(log, runOptions.seed(), environment);
    runListener.started(effective, runOptions);
    @Nullable EnvironmentFailure failure = null;
    try {
      failure = carryOut(effective, runOptions, runListener, cancellation, log);
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

  /** Controls, checks, controls. Returns why the environment ended it, if it did. */
  @Nullable EnvironmentFailure carryOut(
      Plan plan,
      RunOptions runOptions,
      RunListener runListener,
      Cancellation cancellation,
      EvidenceLog log)
      throws InterruptedException {
    Session session = session(plan, runOptions, runListener, cancellation, log);
    String id = UUID.randomUUID().toString();
    session.register(id);
    cancellation.enter();
    try {
      session.phase("Controls");
      ControlChecks controls = new ControlChecks(session);
      controls.run(Control.FIRST);
      if (RunResult.of(plan, log.events()).stands()) {
        for (int repetition = 1;
            repetition <= runOptions.repeat() && !cancellation.isCancelled();
            repetition++) {
          JUnitLaunch.run(session, plan, id, repetition);
        }
        if (!cancellation.isCancelled()) {
          controls.run(Control.LAST);
        }
      }
    } finally {
      cancellation.leave();
      Session.unregister(id);
    }
    return session.failure();
  }

  /** Takes the base fixture down, unless it is to be kept. */
  @Override
  public void close() {
    if (options.keepFixtures() || base == null) {
      return;
    }
    listener.phase("Taking the base fixture down");
    try {
      base.takeDown();
    } catch (EnvironmentFailure | Objects.Refused e) {
      listener.phase("Couldn't take all of it down: " + e.getMessage());
    }
    base = null;
  }

  Session session(
      Plan plan,
      RunOptions runOptions,
      RunListener runListener,
      Cancellation cancellation,
      EvidenceLog log) {
    return new Session(
        cluster,
        objects,
        new GatewayCall.Wire(cluster.dialer(), prober, runOptions.requestTimeout()),
        plan,
        runOptions,
        Tokens.of(options.seed(), "run"),
        log,
        namespaces,
        cancellation,
        runListener);
  }

  private void awaitAccepted(Session session) throws InterruptedException {
    Claims known = session.claims();
    String name = known.gatewayClass();
    Objects.Ref ref = new Objects.Ref("gateway.networking.k8s.io/v1", "GatewayClass", "", name);
    Expectation accepted =
        new Expectation(
            List.of(
                new Term(
                    List.of("conditions", "Accepted", "status"),
                    new Matcher.Equal(Json.text("True")))));
    try (WatchedStatus status =
        new WatchedStatus(objects, ref, "", name, session.baseNames(), Controllers.of(known))) {
      long deadline = options.provisioning().toMillis();
      Standing standing =
          new Asking(session.log(), CLASS)
              .ask(true, status, accepted, Patience.eventually(1, deadline));
      if (standing.state() != Standing.State.HOLDS) {
        throw new EnvironmentFailure(
            "GatewayClass %s was not accepted within %d s.".formatted(name, deadline / 1000),
            "See that the controller %s runs and watches this class: kubectl describe gatewayclass %s"
                .formatted(known.controller(), name));
      }
    }
  }

  private Map<String, String> environment(@Nullable ClusterFacts facts) {
    Map<String, String> known = environment();
    known.put("cluster", cluster.description());
    if (facts != null) {
      known.put("kubernetes", facts.kubernetes());
      known.put("gatewayAPIVersion", facts.gatewayApi());
      known.put("gatewayAPIChannel", facts.channel());
    }
    return known;
  }

  /** What is known without a cluster. */
  static Map<String, String> environment() {
    Map<String, String> known = new TreeMap<>();
    known.put("java", Runtime.version().toString());
    known.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    known.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return known;
  }

  static void start(EvidenceLog log, String seed, Map<String, String> environment) {
    String date =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            log.start().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    log.record(at -> new Event.RunStarted(at, date, seed, environment));
  }

  private static List<Suite> suites(Plan plan) {
    List<String> used =
        plan.tests().stream()
            .filter(Plan.PlannedTest::runs)
            .map(each -> each.test().suite())
            .distinct()
            .toList();
    return plan.catalog().suites().stream().filter(suite -> used.contains(suite.name())).toList();
  }
}
