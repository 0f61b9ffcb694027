package dev.waymark.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.waymark.kit.report.Reports;
import dev.waymark.kit.sample.SampleSuites;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Conformance tests as JUnit runs them by itself, as in an implementer's own build. */
class StandaloneSessionTests {
  @Test
  void saysWhichSettingIsMissing(@TempDir Path out) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(SampleSuites.BLOCKED))
            .configurationParameter("waymark.out", out.toString())
            .execute();

    assertThat(
            results.allEvents().failed().stream()
                .map(
                    event ->
                        event.getRequiredPayload(
                            org.junit.platform.engine.TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage()))
        .containsExactly("It isn't said which GatewayClass is under test.");
    assertThat(out.resolve(Reports.HTML)).doesNotExist();
  }
}
