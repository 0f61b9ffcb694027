package dev.waymark.kit.plan;

import static dev.waymark.kit.sample.SampleSuites.FAILING;
import static dev.waymark.kit.sample.SampleSuites.PASSING;
import static dev.waymark.kit.sample.SampleSuites.UNCLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.kit.catalog.Catalog;
import dev.waymark.kit.catalog.Features;
import dev.waymark.kit.catalog.Profile;
import dev.waymark.kit.sample.SampleSuite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTests {
  private static final Catalog CATALOG =
      Catalog.of(List.of(new SampleSuite(PASSING, FAILING, UNCLAIMED)));

  private static final Claims CLAIMS =
      new Claims(
          new Claims.Implementation("o", "p", "u", "v", List.of("c")),
          "sample",
          "example.org/sample",
          Set.of(Features.GATEWAY, Features.HTTP_ROUTE),
          false,
          Map.of());

  @Test
  void everythingIsSelectedAndWhatIsNotClaimedIsLeftOut() {
    Plan plan = Plan.of(CATALOG, CLAIMS, Selection.everything());

    assertThat(plan.tests()).hasSize(3);
    assertThat(plan.size()).isEqualTo(4);
    assertThat(plan.testsToRun()).isEqualTo(2);
    assertThat(plan.text())
        .contains("Plan: 4 checks of 2 tests")
        .contains("left out: 1 checks, because these features are not claimed: HTTPRouteCORS");
  }

  @Test
  void aProfileClaimsItsCoreFeaturesAndALevelNarrowsIt() {
    Plan plan = Plan.of(CATALOG, CLAIMS, Selection.profile("GATEWAY-HTTP").at(Profile.Level.CORE));

    assertThat(plan.claims().features()).contains(Features.REFERENCE_GRANT);
    assertThat(names(plan)).containsExactly("Passing", "Failing");
    assertThat(Plan.of(CATALOG, CLAIMS, Selection.profile("GATEWAY-TLS")).size()).isZero();
  }

  @Test
  void patternsNameTestsOrSingleChecks() {
    assertThat(names(with(List.of("*ing")))).containsExactly("Passing", "Failing");
    Plan single = with(List.of("Failing.passes"));
    assertThat(single.size()).isEqualTo(1);
    assertThat(single.tests().getFirst().checks().getFirst().check().method()).isEqualTo("passes");
    assertThat(with(List.of("Passing.answers")).size()).isEqualTo(1);
  }

  @Test
  void requirementsAndFeaturesNarrowAsWell() {
    Plan about =
        Plan.of(CATALOG, CLAIMS, Selection.everything().requirements(List.of("sample.refuses")));
    assertThat(about.size()).isEqualTo(2);
    Plan cors =
        Plan.of(
            CATALOG,
            CLAIMS,
            new Selection(
                List.of(),
                Optional.empty(),
                List.of("HTTPRouteCORS"),
                List.of(),
                List.of(),
                List.of(),
                false));
    assertThat(names(cors)).containsExactly("Unclaimed");
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIsNear() {
    assertThatThrownBy(() -> Plan.of(CATALOG, CLAIMS, Selection.profile("GATEWAY-HTPP")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Unknown profile: GATEWAY-HTPP. Did you mean GATEWAY-HTTP");
    assertThatThrownBy(() -> with(List.of("Pasing")))
        .hasMessage("Unknown test: Pasing. Did you mean Passing?");
    assertThatThrownBy(() -> CLAIMS.withFeatures(List.of("HTTPRouteCors2")))
        .hasMessage("Unknown feature: HTTPRouteCors2. Did you mean HTTPRouteCORS?");
    assertThatThrownBy(
            () ->
                Plan.of(CATALOG, CLAIMS, Selection.everything().requirements(List.of("sample.*x"))))
        .hasMessageStartingWith("Unknown requirement: sample.*x.");
    assertThatThrownBy(
            () -> Plan.of(CATALOG, CLAIMS, Selection.everything().disabled(List.of("zzz"))))
        .hasMessageStartingWith("Unknown test: zzz. Known: Passing, ");
  }

  @Test
  void aCatalogThatContradictsItselfIsRefused() {
    assertThatThrownBy(() -> Catalog.of(List.of(new SampleSuite(PASSING, PASSING))))
        .hasMessage("two tests are named Passing");
    assertThatThrownBy(() -> Catalog.of(List.of(new SampleSuite(String.class))))
        .hasMessage("java.lang.String: has no @ConformanceTest");
  }

  private static Plan with(List<String> patterns) {
    return Plan.of(CATALOG, CLAIMS, Selection.everything().tests(patterns));
  }

  private static List<String> names(Plan plan) {
    return plan.tests().stream().map(test -> test.test().name()).toList();
  }
}
