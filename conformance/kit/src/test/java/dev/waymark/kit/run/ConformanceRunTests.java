package dev.waymark.kit.run;

import static dev.waymark.kit.sample.SampleSuites.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.catalog.TestCase.CheckCase;
import dev.waymark.kit.evidence.Event;
import dev.waymark.kit.evidence.EvidenceLog;
import dev.waymark.kit.plan.Selection;
import dev.waymark.kit.result.Attempt;
import dev.waymark.kit.result.CheckResult;
import dev.waymark.kit.result.Control;
import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.result.ExitCode;
import dev.waymark.kit.result.Finding;
import dev.waymark.kit.result.RunResult;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Verdict;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConformanceRunTests {
  private final SampleRun run = new SampleRun();

  @Test
  void eachKindOfCheckComesToItsVerdict() {
    RunResult result =
        run.of(
            PASSING,
            FAILING,
            BLOCKED,
            ERRORING,
            GROUNDLESS,
            CONSTRUCTED,
            UNKNOWABLE,
            UNCLAIMED,
            REFUSED,
            ASSERTING);

    assertThat(verdicts(result))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("Passing.answers", Verdict.PASS),
                Map.entry("Passing.refuses", Verdict.PASS),
                Map.entry("Failing.fails", Verdict.FAIL),
                Map.entry("Failing.passes", Verdict.PASS),
                Map.entry("Blocked.neverBegins", Verdict.BLOCKED),
                Map.entry("Erroring.errs", Verdict.KIT_ERROR),
                Map.entry("Groundless.expectsNothing", Verdict.KIT_ERROR),
                Map.entry("Constructed.neverBegins", Verdict.KIT_ERROR),
                Map.entry("Unknowable.shrugs", Verdict.UNTESTABLE),
                Map.entry("Unclaimed.neverBegins", Verdict.NOT_CLAIMED),
                Map.entry("Refused.neverBegins", Verdict.BLOCKED),
                Map.entry("Asserting.asserts", Verdict.FAIL)));
    assertThat(result.stands()).isTrue();
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.KIT_ERROR);
  }

  @Test
  void aFindingSaysWhatWasExpectedAndWhatWasSeen() {
    Finding finding = result(run.of(FAILING), "Failing.fails").finding().orElseThrow();

    assertThat(finding.headline())
        .contains("GET http://nowhere.")
        .contains("status must equal 200, but is 404");
    assertThat(finding.observation()).isNotNull();
    assertThat(finding.asked()).isNotNull();
    assertThat(finding.asked().shellLine())
        .startsWith("curl -i -X GET --connect-to ::127.0.0.1:80 'http://nowhere.");
  }

  @Test
  void whatTheClusterRefusesBlocksAndIsQuoted() {
    assertThat(result(run.of(REFUSED), "Refused.neverBegins").finding().orElseThrow().headline())
        .contains("refused (422): spec.rules: Too many");
  }

  @Test
  void exitCodes() {
    assertThat(ExitCode.of(run.of(PASSING))).isEqualTo(ExitCode.PASSED);
    assertThat(ExitCode.of(run.of(PASSING, FAILING))).isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.of(run.of(PASSING, BLOCKED))).isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.of(run.of(PASSING, UNCLAIMED))).isEqualTo(ExitCode.PASSED);
    assertThat(ExitCode.of(run.of(UNCLAIMED))).isEqualTo(ExitCode.NOTHING_RAN);
    assertThat(ExitCode.of(run.of())).isEqualTo(ExitCode.NOTHING_RAN);
    run.selection = Selection.everything().disabled(List.of("Passing"));
    assertThat(ExitCode.of(run.of(PASSING))).isEqualTo(ExitCode.NOTHING_RAN);
  }

  @Test
  void aClaimedFeatureOfWhichAllIsDisabledIsNotShown() {
    run.selection = Selection.everything().disabled(List.of("Passing"));
    run.options = run.options.withSeed("sample");

    RunResult result = run.of(PASSING, UNCLAIMED);

    assertThat(result.unshownFeatures())
        .isEmpty(); // an unclaimed test is no show, but nothing was claimed of it alone
    assertThat(verdicts(result)).containsEntry("Passing.answers", Verdict.DISABLED);
  }

  @Test
  void whatPassesOnlySometimesIsFlaky() {
    run.options = run.options.withRepeat(4).withShuffle(true);

    RunResult result = run.of(PASSING, FLAKY);

    CheckResult flaky = result(result, "Flaky.comesAndGoes");
    assertThat(flaky.verdict()).isEqualTo(Verdict.FLAKY);
    assertThat(flaky.attempts()).hasSize(4);
    assertThat(result(result, "Passing.answers").verdict()).isEqualTo(Verdict.PASS);
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.FLAKY);
  }

  @Test
  void theSameSeedGivesTheSameNamesAndAnotherOneOthers() {
    List<String> first = requests("sample");
    List<String> again = requests("sample");
    List<String> other = requests("another");

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEmpty().doesNotContainAnyElementsOf(first);
  }

  @Test
  void aRunLeavesNothingBehind() {
    run.of(PASSING, REFUSED, BLOCKED);

    assertThat(run.objects.all.keySet())
        .noneMatch(ref -> ref.kind().equals("HTTPRoute") || ref.kind().equals("Namespace"));
  }

  @Test
  void theVerdictsFollowFromTheLogAlone() throws Exception {
    RunResult result = run.of(PASSING, FAILING, BLOCKED, ERRORING, UNKNOWABLE, REFUSED);

    StringWriter written = new StringWriter();
    EvidenceLog.write(result.events(), written);
    List<Event> read = EvidenceLog.read(written.toString().lines());

    RunResult again = RunResult.of(result.plan(), read);
    assertThat(attempts(again)).isEqualTo(attempts(result));
    assertThat(Json.line(again.controls())).isEqualTo(Json.line(result.controls()));
  }

  @Test
  void aDecoyThatSawSomethingVoidsTheRunBeforeItBegins() {
    run.objects.decoySaw = 1;

    RunResult result = run.of(PASSING);

    assertThat(result.wrongControls()).extracting(Control::name).containsExactly("decoy");
    assertThat(verdicts(result)).containsValues(Verdict.NOT_RUN);
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.CONTROL_WRONG);
  }

  @Test
  void aDecoyThatSeesSomethingLaterVoidsEveryVerdict() {
    run.prober =
        (to, request, timeout) -> {
          if (String.valueOf(request.host()).startsWith("answers.")) {
            run.objects.decoySaw = 1;
          }
          return run.answer(to, request, timeout);
        };

    RunResult result = run.of(PASSING, FAILING);

    assertThat(result.wrongControls()).extracting(Control::when).containsExactly("last");
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.CONTROL_WRONG);
  }

  @Test
  void aControlThatGetsNoAnswerVoidsTheRun() {
    run.prober = (to, request, timeout) -> run.answer(to, Request.get("/"), timeout);

    RunResult result = run.of(PASSING);

    assertThat(result.wrongControls()).extracting(Control::name).containsExactly("knownGood");
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.CONTROL_WRONG);
  }

  @Test
  void aCancelledRunSaysWhatDidAndDidNotRun() {
    ConcurrentLinkedQueue<Verdict> told = new ConcurrentLinkedQueue<>();
    run.options = run.options.withParallelism(1);
    run.listener =
        new RunListener() {
          @Override
          public void testStarted(TestCase test, int repetition) {
            if (test.name().equals("Waiting")) {
              Thread.startVirtualThread(run.cancellation::cancel);
            }
          }

          @Override
          public void checkEnded(TestCase test, CheckCase check, Attempt attempt) {
            told.add(attempt.verdict());
          }
        };

    RunResult result = run.of(PASSING, WAITING);

    assertThat(result.interrupted()).isTrue();
    assertThat(verdicts(result))
        .containsEntry("Passing.answers", Verdict.PASS)
        .containsEntry("Waiting.waits", Verdict.NOT_RUN)
        .containsEntry("Waiting.xNeverBegins", Verdict.NOT_RUN);
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(told).hasSize(4);
    assertThat(run.objects.all.keySet()).noneMatch(ref -> ref.kind().equals("HTTPRoute"));
  }

  @Test
  void anUnreachableClusterIsNobodysVerdict() {
    run.objects.failing = new EnvironmentFailure("The cluster can't be reached.", "Start it.");

    RunResult result = run.of(PASSING);

    assertThat(verdicts(result)).containsValue(Verdict.NOT_RUN).doesNotContainValue(Verdict.PASS);
    assertThat(result.environment()).hasMessage("The cluster can't be reached.");
    assertThat(ExitCode.of(result)).isEqualTo(ExitCode.ENVIRONMENT);
  }

  @Test
  void missingCrdsAreNamed() {
    run.objects.all.keySet().removeIf(ref -> ref.name().startsWith("httproutes."));

    assertThat(run.of(PASSING).environment())
        .hasMessage("The cluster lacks the CRDs httproutes.gateway.networking.k8s.io.");
  }

  @Test
  void crdsOfAnotherVersionAreRefusedUnlessAllowed() {
    for (String plural : List.of("gatewayclasses", "gateways", "httproutes", "referencegrants")) {
      run.objects.put(
          """
          {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name":
          "%s.gateway.networking.k8s.io", "annotations": {"gateway.networking.k8s.io/bundle-version": "v1.5.0"}}}
          """
              .formatted(plural));
    }

    assertThat(run.of(PASSING).environment())
        .hasMessage(
            "The cluster's Gateway API CRDs are of version v1.5.0; the suites are for v1.6.");
    run.options = run.options.withAnyVersion(true);
    assertThat(run.of(PASSING).environment()).isNull();
  }

  @Test
  void aClassThatIsNotAcceptedEndsTheRun() {
    run.objects.put(
        """
        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "GatewayClass", "metadata": {"name": "sample"},
        "spec": {"controllerName": "example.org/sample"}}
        """);

    assertThat(run.of(PASSING).environment())
        .hasMessageContaining("GatewayClass sample was not accepted within");
  }

  @Test
  void workloadsThatDoNotRunEndTheRun() {
    run.objects.workloadsRun = false;

    assertThat(run.of(PASSING).environment())
        .hasMessageContaining("Deployment waymark-controls-")
        .hasMessageContaining("didn't become available");
  }

  private List<String> requests(String seed) {
    run.options = run.options.withSeed(seed);
    return run.of(FAILING).events().stream()
        .filter(Event.Asked.class::isInstance)
        .map(event -> ((Event.Asked) event).subject())
        .filter(subject -> subject.contains("nowhere."))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> attempts(RunResult result) {
    return result.checks().stream()
        .map(check -> check.verdict() + Json.line(check.attempts()))
        .toList();
  }

  private static Map<String, Verdict> verdicts(RunResult result) {
    return result.checks().stream()
        .collect(Collectors.toMap(CheckResult::name, CheckResult::verdict));
  }

  private static CheckResult result(RunResult result, String name) {
    return result.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
