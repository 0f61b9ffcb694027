package dev.waymark.kit.run;

import dev.waymark.kit.Names;
import dev.waymark.kit.catalog.Suite;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.Scope;
import dev.waymark.kit.plan.MeshWords;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.verdict.Expectation;
import dev.waymark.kit.verdict.Expectation.Term;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Matcher;
import dev.waymark.kit.verdict.Patience;
import dev.waymark.kit.verdict.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What all tests of a run stand on: the suites' base manifests and the kit's controls. */
final class BaseFixture {
  static final Scope SCOPE = Scope.ofTest(0, "base fixture");

  private final Session session;
  private final List<JsonNode> manifests;
  private final List<Objects.Ref> applied = new ArrayList<>();

  /** For these suites. */
  BaseFixture(Session session, List<Suite> suites) {
    this.session = session;
    this.manifests = manifests(suites);
  }

  /** The namespaces that it declares, in stable names. */
  static Set<String> namespaces(List<Suite> suites) {
    return Manifests.namespaces(manifests(suites));
  }

  /**
   * Puts it up and waits until its workloads run. Gateways are not waited for: whether they come to
   * work is for the checks to say.
   *
   * @throws EnvironmentFailure when a workload doesn't come to run
   */
  void putUp() throws InterruptedException {
    Names names = session.baseNames();
    ManifestMapper mapper = new ManifestMapper(names, session.claims());
    for (JsonNode stable : manifests) {
      if (isWaypoint(stable) && MeshWords.of(session.claims()).waypointClass().isEmpty()) {
        continue;
      }
      JsonNode manifest = Certificates.filled(mapper.manifest(stable), names::host);
      Objects.Ref ref = Objects.Ref.of(manifest);
      try {
        session.objects().apply(manifest);
      } catch (Objects.Refused e) {
        throw new EnvironmentFailure(
            String.valueOf(e.getMessage()),
            "Look at what refuses it (admission, quota, a left-over of the same name); run again"
                + " with another --seed.",
            e);
      }
      applied.add(ref);
      JsonNode shown = ref.kind().equals("Secret") ? null : manifest;
      session.log().record(at -> new Event.Changed(at, SCOPE, "apply", ref.toString(), shown));
    }
    Asking asking = new Asking(session.log(), SCOPE);
    for (JsonNode manifest : manifests) {
      if (manifest.path("kind").asString("").equals("Deployment")) {
        awaitAvailable(asking, mapper.manifest(manifest));
      }
    }
  }

  private static boolean isWaypoint(JsonNode stable) {
    return stable
        .path("spec")
        .path("gatewayClassName")
        .asString("")
        .equals(ManifestMapper.WAYPOINT_CLASS);
  }

  /** Takes it down: the namespaces, and with them what is in them; doesn't wait. */
  void takeDown() {
    Stream<Objects.Ref> outermost =
        applied.reversed().stream().filter(ref -> ref.namespace().isEmpty());
    outermost.forEach(session.objects()::delete);
  }

  private void awaitAvailable(Asking asking, JsonNode deployment) throws InterruptedException {
    Objects.Ref ref = Objects.Ref.of(deployment);
    Expectation available =
        new Expectation(
            List.of(
                new Term(
                    List.of("availableReplicas"),
                    new Matcher.Equal(
                        Json.number(deployment.path("spec").path("replicas").asInt(1))))));
    try (WatchedStatus status =
        new WatchedStatus(
            session.objects(), ref, "", ref.name(), session.baseNames(), Controllers.NONE)) {
      long deadline = session.options().provisioning().toMillis();
      Standing standing = asking.ask(true, status, available, Patience.eventually(1, deadline));
      if (standing.state() != Standing.State.HOLDS) {
        throw new EnvironmentFailure(
            "%s didn't become available within %d s.".formatted(ref, deadline / 1000),
            "See why its Pods don't run: kubectl describe pods -n %s -l app=%s"
                .formatted(ref.namespace(), ref.name()));
      }
    }
  }

  private static List<JsonNode> manifests(List<Suite> suites) {
    List<JsonNode> all = new ArrayList<>(Manifests.read(BaseFixture.class, "controls.yaml"));
    suites.forEach(suite -> all.addAll(Manifests.read(suite.getClass(), suite.baseManifests())));
    return all;
  }
}
