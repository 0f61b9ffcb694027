package dev.waymark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.waymark.kit.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C: the run ends soon, and says what did and what did not run. */
@Timeout(120)
class InterruptedRunTests {

  @TempDir Path directory;

  /** A shell's background jobs ignore Ctrl-C, and hand that down; this undoes it. */
  private static final List<String> HEEDING = List.of("env", "--default-signal=INT");

  @Test
  void inMidRun() throws Exception {
    var result = interrupted("PASS ", "--parallel", "1");

    assertThat(result.exitCode()).as(result.all()).isEqualTo(130);
    assertThat(result.err()).contains("waymark: interrupted; writing the reports of what did run");
    assertThat(result.all()).doesNotContain("\tat ", "Exception");
    assertThat(result.out()).contains("The run was interrupted");
    assertThat(result.lastLine()).matches("37 tests, \\d+ checks: \\d+ passed.* \\d+ not run.*");
    assertThat(directory.resolve("out").resolve(Reports.SUMMARY))
        .content()
        .contains("**The run was interrupted.**", " passed, ", "| NOT_RUN |");
    assertThat(directory.resolve("out")).isDirectoryContaining("glob:**/" + Reports.EVIDENCE);
  }

  @Test
  void beforeItBegins() throws Exception {
    var result = interrupted("Starting the embedded cluster");

    assertThat(result.exitCode()).as(result.all()).isEqualTo(130);
    assertThat(result.all()).doesNotContain("\tat ", "Exception");
    assertThat(result.lastLine())
        .as(result.all())
        .matches("37 tests, (\\d+) checks: \\1 not run.*");
    assertThat(directory.resolve("out").resolve(Reports.SUMMARY))
        .content()
        .contains("**The run was interrupted.**")
        .doesNotContain(" passed");
  }

  /** Interrupts a run of all core tests as soon as it has printed this. */
  private CommandRun interrupted(String sign, String... more) throws Exception {
    assumeThat(Path.of("/proc/self")).as("a system whose signals this test knows").exists();
    var command = new ArrayList<>(HEEDING);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Waymark.class.getName(),
            "run",
            "--profile=GATEWAY-HTTP",
            "--level=core",
            "--out",
            directory.resolve("out").toString()));
    command.addAll(List.of(more));
    var out = directory.resolve("stdout");
    var process = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    try {
      var err = readUntil(process, sign);
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      err += new String(process.getErrorStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends soon").isTrue();
      return new CommandRun(process.exitValue(), Files.readString(out), err);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String readUntil(Process process, String sign) throws IOException {
    var err = new StringBuilder();
    var reader = process.errorReader(UTF_8);
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      err.append(line).append('\n');
      if (line.startsWith(sign)) {
        return err.toString();
      }
    }
    throw new AssertionError("ended without saying '" + sign + "':\n" + err);
  }
}
