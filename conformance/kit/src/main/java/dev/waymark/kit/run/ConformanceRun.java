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
import dev.waymark.kit.verdict.Patience;
import dev.waymark.kit.verdict.Standing;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Carries plans out on a cluster. Safe for use by many threads; runs on one cluster don't meet if
 * their seeds differ.
 */
public final class ConformanceRun {
  private static final Scope CLASS = Scope.ofTest(0, "GatewayClass");

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
   * Carries a plan out. Blocks until it is done or cancelled; doesn't throw for anything that the
   * cluster, the implementation or a test does: the result says it.
   */
  public RunResult run(
      Plan plan, RunOptions options, RunListener listener, Cancellation cancellation) {
    EvidenceLog log = new EvidenceLog(InstantSource.system());
    if (plan.size() == 0) {
      return RunResult.of(plan, List.of());
    }
    listener.started(plan, options);
    Plan effective = plan;
    @Nullable EnvironmentFailure failure = null;
    try {
      listener.phase("Examining the cluster");
      ClusterFacts facts =
          ClusterFacts.read(objects, plan.claims().gatewayClass(), options.anyVersion());
      Claims claims = plan.claims().withController(facts.controller());
      effective = plan.withClaims(claims);
      start(log, options, environment(facts));
      failure = carryOut(effective, options, listener, cancellation, log);
    } catch (EnvironmentFailure e) {
      failure = e;
    } catch (InterruptedException e) {
      cancellation.cancel();
    }
    if (log.events().isEmpty()) {
      start(log, options, environment(null));
    }
    boolean interrupted = cancellation.isCancelled() && failure == null;
    log.record(at -> new Event.RunEnded(at, interrupted));
    return RunResult.of(effective, log.events(), failure);
  }

  private @Nullable EnvironmentFailure carryOut(
      Plan plan,
      RunOptions options,
      RunListener listener,
      Cancellation cancellation,
      EvidenceLog log)
      throws InterruptedException {
    List<Suite> suites = suites(plan);
    Session session =
        new Session(
            cluster,
            objects,
            new GatewayCall.Wire(cluster.dialer(), prober, options.requestTimeout()),
            plan,
            options,
            log,
            BaseFixture.namespaces(suites),
            cancellation,
            listener);
    BaseFixture base = new BaseFixture(session, suites);
    String id = UUID.randomUUID().toString();
    session.register(id);
    cancellation.enter();
    try {
      awaitAccepted(session);
      session.phase("Putting the base fixture up");
      base.putUp();
      session.phase("Controls");
      ControlChecks controls = new ControlChecks(session);
      controls.run(Control.FIRST);
      if (RunResult.of(plan, log.events()).stands()) {
        for (int repetition = 1;
            repetition <= options.repeat() && !cancellation.isCancelled();
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
      takeDown(session, base);
    }
    return session.failure();
  }

  private static void takeDown(Session session, BaseFixture base) {
    if (session.options().keepFixtures()) {
      return;
    }
    session.phase("Taking the base fixture down");
    try {
      base.takeDown();
    } catch (EnvironmentFailure | Objects.Refused e) {
      session.phase("Couldn't take all of it down: " + e.getMessage());
    }
  }

  private void awaitAccepted(Session session) throws InterruptedException {
    String name = session.claims().gatewayClass();
    Objects.Ref ref = new Objects.Ref("gateway.networking.k8s.io/v1", "GatewayClass", "", name);
    Expectation accepted =
        new Expectation(
            List.of(
                new Expectation.Term(
                    List.of("conditions", "Accepted", "status"),
                    new dev.waymark.kit.verdict.Matcher.Equal(
                        dev.waymark.kit.verdict.Json.text("True")))));
    try (WatchedStatus status =
        new WatchedStatus(
            objects, ref, "", name, session.baseNames(), session.claims().controller())) {
      long deadline = session.options().deadline().toMillis();
      Standing standing =
          new Asking(session.log(), CLASS)
              .ask(true, status, accepted, Patience.eventually(1, deadline));
      if (standing.state() != Standing.State.HOLDS) {
        throw new EnvironmentFailure(
            "GatewayClass %s was not accepted within %d s.".formatted(name, deadline / 1000),
            "See that the controller %s runs and watches this class: kubectl describe gatewayclass %s"
                .formatted(session.claims().controller(), name));
      }
    }
  }

  private Map<String, String> environment(@Nullable ClusterFacts facts) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("cluster", cluster.description());
    if (facts != null) {
      environment.put("kubernetes", facts.kubernetes());
      environment.put("gatewayAPIVersion", facts.gatewayApi());
      environment.put("gatewayAPIChannel", facts.channel());
    }
    environment.put("java", Runtime.version().toString());
    environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    environment.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return environment;
  }

  private static void start(EvidenceLog log, RunOptions options, Map<String, String> environment) {
    String date =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            log.start().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    log.record(at -> new Event.RunStarted(at, date, options.seed(), environment));
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
