package dev.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference gateway passes the suite, wherever its addresses lie. */
class ReferenceConformanceTests {

  @TempDir Path out;

  @Test
  void bareRunCertifiesTheReferenceAndWritesEveryReport() {
    var run = CommandRun.of("run", "--out", out.toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.lastLine()).startsWith("37 tests, ").doesNotContain("failed", "blocked");
    assertThat(out)
        .isDirectoryContaining("glob:**/conformance-report.yaml")
        .isDirectoryContaining("glob:**/junit.xml")
        .isDirectoryContaining("glob:**/summary.md")
        .isDirectoryContaining("glob:**/report.html")
        .isDirectoryContaining("glob:**/evidence.zip");
    System.out.println("reference: " + run.lastLine());
  }

  @Test
  void everyCoreTestPassesWhereAddressesAreMapped() {
    var run =
        CommandRun.of(
            "run",
            "--mapped",
            "--profile",
            "GATEWAY-HTTP",
            "--level",
            "core",
            "--out",
            out.toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.lastLine()).startsWith("37 tests, ");
    System.out.println("reference, addresses mapped: " + run.lastLine());
  }

  @ParameterizedTest
  @ValueSource(strings = {"k3x9abcd", "another"})
  void theSeedDecidesTheNames(String seed) throws Exception {
    var first = names(seed, out.resolve("first"));
    var again = names(seed, out.resolve("again"));

    assertThat(again).isEqualTo(first);
  }

  /** The kubeconfig's user would see these hosts: they are in each line that shows a request. */
  private static String names(String seed, Path directory) throws Exception {
    var run =
        CommandRun.of(
            "run",
            "--seed",
            seed,
            "--test",
            "HTTPRouteSimpleSameNamespace",
            "--out",
            directory.toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    try (var bundle = java.nio.file.FileSystems.newFileSystem(directory.resolve("evidence.zip"))) {
      return Files.readString(bundle.getPath("evidence.jsonl"))
          .lines()
          .filter(line -> line.contains("shellLine"))
          .map(line -> line.replaceAll("(?s).*\"subject\":\"([^\"]*)\".*", "$1"))
          .distinct()
          .sorted()
          .reduce("", (all, line) -> all + line + "\n");
    }
  }
}
