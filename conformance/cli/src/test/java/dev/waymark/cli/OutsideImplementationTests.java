package dev.waymark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.waymark.cli.outside.Implementation;
import dev.waymark.kit.report.Reports;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An outside process as the implementation, when it doesn't come up to it. */
@Timeout(120)
class OutsideImplementationTests {
  private static final String TEST = "HTTPRouteExactPathMatching";

  @TempDir Path directory;

  @BeforeEach
  void needsAShell() {
    assumeThat(Path.of("/bin/sh")).as("a system with a shell").exists();
  }

  private Path out() {
    return directory.resolve("out");
  }

  private CommandRun run(String command, String... more) {
    var args =
        new ArrayList<>(
            List.of(
                "run",
                "--implementation=" + command,
                "--gateway-class=example",
                "--test=" + TEST,
                "--out=" + out()));
    args.addAll(List.of(more));
    var run = CommandRun.of(args.toArray(String[]::new));
    assumeThat(run.err()).as("addresses of 127/8 can be bound").doesNotContain("can't be part of");
    return run;
  }

  private String logInTheEvidence() throws IOException {
    try (var bundle = FileSystems.newFileSystem(out().resolve(Reports.EVIDENCE))) {
      return Files.readString(bundle.getPath(Implementation.LOG));
    }
  }

  @Test
  void whatDiesAtOnceIsQuoted() throws IOException {
    var run = run("echo cannot find my configuration; exit 7");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "The implementation ended with exit code 7 before GatewayClass example was accepted.",
            "The last lines of its log, " + out().resolve(Implementation.LOG) + ":\ncannot find my",
            "wrote " + out().resolve(Implementation.LOG));
    assertThat(run.all()).doesNotContain("\tat ");
    assertThat(logInTheEvidence()).isEqualTo("cannot find my configuration\n");
    assertThat(out().resolve(Reports.SUMMARY)).content().contains("ended with exit code 7");
  }

  @Test
  void whatNeverAcceptsItsClassIsEndedWithAllThatItStarted() throws IOException {
    var sign = "600." + Math.abs(UUID.randomUUID().getMostSignificantBits());

    var run =
        run(
            "ls -l $KUBECONFIG; env; (sleep %s &); sleep %s".formatted(sign, sign),
            "--provisioning-deadline=1");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "The implementation runs, but GatewayClass example was not accepted within 1 s.",
            "unless --manifests has it");
    assertThat(logInTheEvidence())
        .startsWith("-rw------- ")
        .containsPattern("(?m)^WAYMARK_GATEWAY_CLASS=example$")
        .containsPattern("(?m)^WAYMARK_CLUSTER_NETWORK=127\\.\\d+\\.0\\.0/16$")
        .containsPattern("(?m)^WAYMARK_DNS=127\\.\\d+\\.32\\.10:53$");
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(each -> each.info().commandLine().orElse("").contains(sign));
  }

  @Test
  void whatDiesInMidRunEndsIt() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var arguments =
        Files.writeString(
            directory.resolve("arguments"),
            "-XX:TieredStopAtLevel=1 -cp \"%s\" %s"
                .formatted(
                    System.getProperty("java.class.path").replace("\\", "\\\\"),
                    AcceptingController.class.getName()),
            UTF_8);

    var run = run(java + " @" + arguments, "--claim=Gateway,HTTPRoute");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(3);
    assertThat(run.err())
        .contains("The implementation ended with exit code 9 during the run.")
        .contains("a Gateway is more than I can take");
    assertThat(run.lastLine()).contains(" not run (seed ");
    assertThat(logInTheEvidence()).contains("pods are in 127.");
  }

  @Test
  void anExpectedFailureThatPassesIsStale() throws IOException {
    var baseline = Files.writeString(directory.resolve("baseline"), TEST + " can't be done\n");

    var run =
        CommandRun.of("run", "--test=" + TEST, "--expected-failures=" + baseline, "--out=" + out());

    assertThat(run.exitCode()).as(run.all()).isEqualTo(6);
    assertThat(run.out()).contains("The baseline is stale: " + TEST + " is expected to fail");
  }
}
