package dev.waymark.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a benchmark found, with what a reader needs to judge it.
 *
 * @param samples of each proxy, in the order of rounds; the first one is the gateway
 * @param missing proxies that could not take part, each with the reason
 */
public record BenchmarkTable(
    Map<String, List<Sample>> samples, List<String> missing, GatewayBenchmark.Settings settings) {
  private static final double FLOOR_OF_HAPROXY = 0.7;
  private static final double FLOOR_OF_ENVOY = 1.8;

  /**
   * What the figures say about the floor: 0.7 of HAProxy's requests per second, 1.8 of Envoy's, and
   * not one failure.
   */
  public enum Verdict {
    MET("floor met (0.7 of HAProxy, 1.8 of Envoy)"),
    MISSED("FLOOR MISSED (0.7 of HAProxy, 1.8 of Envoy)"),
    UNJUDGED("not judged: no round was left alone by others; run it again on a quiet machine");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  /** Judges the medians of clean rounds; failures count in every round. */
  public Verdict verdict() {
    if (Sample.median(samples.getOrDefault("waymark", List.of())).failures() > 0) {
      return Verdict.MISSED;
    }
    if (samples.values().stream().anyMatch(all -> all.stream().noneMatch(Sample::isClean))) {
      return Verdict.UNJUDGED;
    }
    boolean met =
        ratio("haproxy").orElse(FLOOR_OF_HAPROXY) >= FLOOR_OF_HAPROXY
            && ratio("envoy").orElse(FLOOR_OF_ENVOY) >= FLOOR_OF_ENVOY;
    return met ? Verdict.MET : Verdict.MISSED;
  }

  private OptionalDouble ratio(String peer) {
    return samples.containsKey(peer)
        ? OptionalDouble.of(figures("waymark").perSecond() / figures(peer).perSecond())
        : OptionalDouble.empty();
  }

  /** The median of the clean rounds; of all, where there was none. */
  private Sample figures(String name) {
    List<Sample> all = samples.getOrDefault(name, List.of());
    List<Sample> clean = all.stream().filter(Sample::isClean).toList();
    return Sample.median(clean.isEmpty() ? all : clean);
  }

  /** The lines of the table. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "HTTP/1.1 keep-alive, 100 B, %d routes at the gateway, one core per proxy, wrk -t1 -c50 -d%ds; medians of clean rounds"
            .formatted(GatewayUnderTest.ROUTES, settings.time().toSeconds()));
    lines.add(
        "%-8s %12s %8s %10s %8s %8s %9s %8s"
            .formatted("", "requests/s", "ratio", "CPU us", "ratio", "p50 ms", "p99 ms", "rounds"));
    Sample gateway = figures("waymark");
    samples.forEach((name, all) -> lines.add(line(name, all, gateway)));
    missing.forEach(peer -> lines.add("left out: " + peer));
    long failures =
        samples.values().stream().flatMap(List::stream).mapToLong(Sample::failures).sum();
    lines.add("failed requests: " + failures);
    lines.add(
        "ratios are the gateway's to the proxy's: more requests and less CPU are better. Loopback"
            + " on this machine; most of the");
    lines.add(
        "CPU time of every proxy is the kernel's, so what differs is small beside what is alike.");
    lines.add(verdict().text);
    return List.copyOf(lines);
  }

  private String line(String name, List<Sample> all, Sample gateway) {
    Sample figures = figures(name);
    long clean = all.stream().filter(Sample::isClean).count();
    return String.format(
        Locale.ROOT,
        "%-8s %12.0f %8.2f %10.1f %8.2f %8.2f %9.2f %5d/%d%s",
        name,
        figures.perSecond(),
        gateway.perSecond() / figures.perSecond(),
        figures.cpuMicros(),
        gateway.cpuMicros() / figures.cpuMicros(),
        figures.p50(),
        figures.p99(),
        clean,
        all.size(),
        clean == 0 ? "  none was clean: all are counted" : "");
  }
}
