package dev.waymark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made of the figures; the measuring itself is not a test's business. */
class BenchmarkTableTests {
  private static final GatewayBenchmark.Settings SETTINGS =
      new GatewayBenchmark.Settings(
          3, Duration.ofSeconds(4), Duration.ofSeconds(10), Path.of("envoy"));

  private static Sample clean(double perSecond, double cpu) {
    return new Sample(perSecond, cpu, 1, 2, 0, 0.05);
  }

  private static Sample disturbed(double perSecond) {
    return new Sample(perSecond, 99, 1, 2, 0, 0.9);
  }

  private static BenchmarkTable table(
      List<Sample> waymark, List<Sample> haproxy, List<String> missing) {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    samples.put("waymark", waymark);
    samples.put("haproxy", haproxy);
    return new BenchmarkTable(samples, missing, SETTINGS);
  }

  @Test
  void countsCleanRoundsOnlyAndTakesTheirMedians() {
    BenchmarkTable table =
        table(
            List.of(clean(80, 20), disturbed(10), clean(90, 30), clean(70, 25)),
            List.of(clean(100, 20), clean(110, 22), disturbed(1000)),
            List.of("envoy (not here)"));
    assertThat(table.verdict()).isEqualTo(BenchmarkTable.Verdict.MET);
    String text = String.join("\n", table.lines());
    assertThat(text)
        .containsPattern("waymark +80 +1\\.00 +25\\.0 +1\\.00 .* 3/4")
        .containsPattern("haproxy +105 +0\\.76 +21\\.0 +1\\.19 .* 2/3")
        .contains("left out: envoy (not here)")
        .contains("failed requests: 0")
        .contains("floor met");
  }

  @Test
  void missesTheFloorWhenTooSlowOrWrong() {
    assertThat(table(List.of(clean(69, 20)), List.of(clean(100, 20)), List.of()).verdict())
        .isEqualTo(BenchmarkTable.Verdict.MISSED);
    Sample failing = new Sample(100, 20, 1, 2, 1, 0);
    assertThat(table(List.of(failing), List.of(clean(100, 20)), List.of()).verdict())
        .isEqualTo(BenchmarkTable.Verdict.MISSED);
  }

  @Test
  void saysWhenNoRoundWasClean() {
    BenchmarkTable table = table(List.of(disturbed(80)), List.of(disturbed(100)), List.of());
    assertThat(table.verdict()).isEqualTo(BenchmarkTable.Verdict.UNJUDGED);
    assertThat(String.join("\n", table.lines())).contains("none was clean", "quiet machine");
  }
}
