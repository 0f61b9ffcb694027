package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.report.Reports;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user mistyped is named, with what may have been meant, before anything is started. */
@Timeout(60)
class BadUsageTests {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run --profile GATEWAY-HTP                     | Unknown profile: GATEWAY-HTP. Did you mean GATEWAY-HTTP
          run --feature ReferenceGrnt                   | Unknown feature: ReferenceGrnt. Did you mean ReferenceGrant
          run --claim HTTPRouteMethodMatchin            | Unknown feature: HTTPRouteMethodMatchin. Did you mean HTTPRouteMethodMatching
          run --test HTTPRouteMatchng                   | Unknown test: HTTPRouteMatchng. Did you mean HTTPRouteMatching
          run --test Nothing*                           | Unknown test: Nothing*. 'waymark list --checks' shows what there is.
          run --skip HTTPRouteWeigth                    | Unknown test: HTTPRouteWeigth. Did you mean HTTPRouteWeight
          run --requirement httproute.match.path.exakt  | Unknown requirement: httproute.match.path.exakt. Did you mean httproute.match.path.exact
          run --level cor                               | '--level': expected one of [CORE, EXTENDED]
          run --defect MATCH_EXACT_WITH_SUBPATH              | --defect: no defect is called 'MATCH_EXACT_WITH_SUBPATH'; the nearest are MATCH_EXACT_WITH_SUBPATHS
          run --profil GATEWAY-HTTP                     | Unknown options: '--profil', 'GATEWAY-HTTP'
          run --context dev                             | --context names a context of a --kubeconfig: give that too.
          run --defect MATCH_EXACT_WITH_SUBPATHS --kubeconfig x | --defect goes with the reference mesh only
          run --implementation x                        | --implementation: nobody says which GatewayClass it implements: add --gateway-class NAME
          run --implementation x --gateway-class y --kubeconfig z | --implementation runs beside an embedded cluster: leave --kubeconfig or --implementation out
          run --implementation x --gateway-class y --mapped | --mapped hides the cluster's addresses from outside processes
          run --implementation x --gateway-class y --defect MATCH_EXACT_WITH_SUBPATHS | --defect goes with the reference mesh only
          run --implementation x --gateway-class y --manifests none | --manifests: there is no file none
          run --manifests pom.xml                       | --manifests goes with --implementation: give that too
          run --expected-failures none                  | --expected-failures: there is no file none
          run --expected-failures pom.xml               | pom.xml, line
          run --repeat 0                                | --repeat: 0 (expected: at least 1)
          run --parallel 0                              | --parallel: 0 (expected: at least 1)
          run --deadline 0                              | --deadline: 0 (expected: at least 1)
          run --provisioning-deadline 0                 | --provisioning-deadline: 0 (expected: at least 1)
          run --repeat many                             | '--repeat': 'many' is not an int
          run --nodes 0                                 | --nodes: 0 (expected: 1 to 16)
          run --nodes 17                                | --nodes: 17 (expected: 1 to 16)
          run --seed=                                   | --seed: is blank
          rnu                                           | Unmatched argument at index 0: 'rnu'
          list --profile MESH-HTP                       | Unknown profile: MESH-HTP. Did you mean MESH-HTTP
          explain httproute.match.path.exakt            | Did you mean httproute.match.path.exact
          explain                                       | Missing required parameter: 'ID'
          mutants --list NO_SUCH_DEFECT                 | NO_SUCH_DEFECT
          cluster                                       | Missing required option: '--write-kubeconfig=FILE'
          cluster --write-kubeconfig x --defect MATCH_EXACT_WITH_SUBPATHS | --defect goes with the reference mesh only
          cluster --write-kubeconfig x --mesh --defect MATCH_EXACT | --defect: no defect is called 'MATCH_EXACT'
          """)
  void isNamedAndStartsNothing(String line, String message) {
    var out = directory.resolve("out");
    var args = (line.startsWith("run") ? line + " --out " + out : line).split(" ");

    var run = CommandRun.of(args);

    assertThat(run.err()).contains(message).doesNotContain("\tat ", "Starting", "Seed");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void noCommandAtAllIsUsageToo() {
    var run = CommandRun.of();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Say which command to run.", "waymark --help");
  }

  /** That this test has no such check is known without a cluster, so none is started. */
  @Test
  void aSelectionOfNothingIsNoSuccess() {
    var out = directory.resolve("out");

    var run =
        CommandRun.of(
            "run",
            "--requirement",
            "httproute.match.path.exact",
            "--test",
            "HTTPRouteWeight",
            "--out",
            out.toString());

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains("nothing ran", "'waymark list' takes the same options")
        .doesNotContain("Starting");
    assertThat(run.lastLine()).startsWith("0 tests, 0 checks: nothing ran");
    assertThat(out.resolve(Reports.SUMMARY)).content().contains("nothing ran");
  }
}
