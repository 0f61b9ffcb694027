package dev.waymark.kit.run;

import dev.waymark.clusters.Cluster;
import dev.waymark.kit.Names;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.result.Attempt;
import dev.waymark.kit.result.EnvironmentFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What all tests of a run share. Safe for use by many threads.
 *
 * <p>JUnit makes the tests' objects, so a session is handed to them through a registry: the
 * launcher is given its id as configuration parameter {@link #ID}.
 */
final class Session {
  /** JUnit configuration parameter: the id of the session. */
  static final String ID = "waymark.session";

  /** JUnit configuration parameter: which repetition this is. */
  static final String REPETITION = "waymark.repetition";

  private static final ConcurrentHashMap<String, Session> OPEN = new ConcurrentHashMap<>();

  private final Cluster cluster;
  private final Objects objects;
  private final GatewayCall.Wire wire;
  private final Plan plan;
  private final RunOptions options;
  private final String runToken;
  private final EvidenceLog log;
  private final Set<String> sharedNamespaces;
  private final Cancellation cancellation;
  private final RunListener listener;
  private final AtomicReference<@Nullable EnvironmentFailure> failure = new AtomicReference<>();

  Session(
      Cluster cluster,
      Objects objects,
      GatewayCall.Wire wire,
      Plan plan,
      RunOptions options,
      String runToken,
      EvidenceLog log,
      Set<String> sharedNamespaces,
      Cancellation cancellation,
      RunListener listener) {
    this.cluster = cluster;
    this.objects = objects;
    this.wire = wire;
    this.plan = plan;
    this.options = options;
    this.runToken = runToken;
    this.log = log;
    this.sharedNamespaces = sharedNamespaces;
    this.cancellation = cancellation;
    this.listener = listener;
  }

  /** The session of this id. */
  static Optional<Session> find(String id) {
    return Optional.ofNullable(OPEN.get(id));
  }

  void register(String id) {
    OPEN.put(id, this);
  }

  static void unregister(String id) {
    OPEN.remove(id);
  }

  Cluster cluster() {
    return cluster;
  }

  Objects objects() {
    return objects;
  }

  Pods pods() {
    return new ClusterPods(cluster.client());
  }

  GatewayCall.Wire wire() {
    return wire;
  }

  Claims claims() {
    return plan.claims();
  }

  /** The test that this class declares. */
  TestCase test(Class<?> type) {
    return plan.catalog().tests().stream()
        .filter(test -> test.type() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(type.getName() + " is in no suite"));
  }

  RunOptions options() {
    return options;
  }

  EvidenceLog log() {
    return log;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** The names of the base fixture. */
  Names baseNames() {
    return new Names(runToken, "", sharedNamespaces, Set.of());
  }

  /** The names of a test, before it has declared anything. */
  Names names(TestCase test, int repetition) {
    return new Names(
        runToken,
        Tokens.of(options.seed(), repetition + " " + test.name()),
        sharedNamespaces,
        Set.of());
  }

  /** The features that a test needs and that aren't claimed. */
  List<String> missing(TestCase test) {
    return test.features().stream().filter(name -> !claims().features().contains(name)).toList();
  }

  /** Tells the listener what the kit is doing. */
  void phase(String what) {
    synchronized (listener) {
      listener.phase(what);
    }
  }

  /** Tells the listener that a test begins. */
  void testStarted(TestCase test, int repetition) {
    synchronized (listener) {
      listener.testStarted(test, repetition);
    }
  }

  /** Tells the listener what became of a check. */
  Attempt tell(TestCase test, Scope scope) {
    Attempt attempt = Attempt.of(scope, log.events(scope), log.events(scope.wholeTest()));
    for (TestCase.CheckCase check : test.checks()) {
      if (check.method().equals(scope.check())) {
        synchronized (listener) {
          listener.checkEnded(test, check, attempt);
        }
      }
    }
    return attempt;
  }

  /** Tells the listener of the checks of a test that were to run and never began. */
  void tellOfThoseThatNeverBegan(TestCase test, Scope whole) {
    plan.tests().stream()
        .filter(planned -> planned.test().equals(test))
        .flatMap(planned -> planned.checks().stream())
        .filter(planned -> planned.fate() == Plan.Fate.RUN)
        .map(planned -> whole.check(planned.check().method()))
        .filter(scope -> log.events(scope).isEmpty())
        .forEach(scope -> tell(test, scope));
  }

  /** The environment is at fault: ends the run. */
  void fail(EnvironmentFailure cause) {
    if (failure.compareAndSet(null, cause)) {
      cancellation.cancel();
    }
  }

  /** Why the environment ended the run, if it did. */
  @Nullable EnvironmentFailure failure() {
    return failure.get();
  }

  /** Records what a test threw, unless the record has the reason already. */
  void threw(Scope scope, Throwable thrown) {
    Event.Threw.Cause cause =
        switch (thrown) {
          case CheckFailed known -> null;
          case Cancelled cancelled -> Event.Threw.Cause.CANCELLED;
          case EnvironmentFailure environment -> {
            fail(environment);
            yield Event.Threw.Cause.CANCELLED;
          }
          case Objects.Refused refused -> Event.Threw.Cause.FIXTURE;
          case AssertionError assertion -> Event.Threw.Cause.ASSERTION;
          default ->
              cancellation.isCancelled() ? Event.Threw.Cause.CANCELLED : Event.Threw.Cause.KIT;
        };
    if (cause != null) {
      log.record(
          at ->
              new Event.Threw(
                  at,
                  scope,
                  cause,
                  thrown.getClass().getName(),
                  String.valueOf(thrown.getMessage()),
                  Arrays.stream(thrown.getStackTrace())
                      .limit(20)
                      .map(StackTraceElement::toString)
                      .toList()));
    }
  }

  /** The run was cancelled while a check waited. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cancelled(Exception cause) {
      super("the run was cancelled", cause);
    }

    /** The same as the exception that a caller has to expect. */
    InterruptedException interruption() {
      InterruptedException interruption = new InterruptedException(getMessage());
      interruption.initCause(this);
      return interruption;
    }
  }
}
