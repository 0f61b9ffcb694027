package dev.waymark.cli.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one round with one proxy gave.
 *
 * @param perSecond requests per second
 * @param cpuMicros CPU time of the proxy per request, user and system
 * @param p50 and {@code p99}: latency in milliseconds
 * @param failures responses other than 2xx and 3xx, and socket errors
 * @param foreign cores that others used meanwhile; 0.15 is 15 % of one
 */
record Sample(
    double perSecond, double cpuMicros, double p50, double p99, long failures, double foreign) {

  /** A round in which others used more than this says more about them than about the proxy. */
  static final double FOREIGN_ALLOWED = 0.15;

  boolean isClean() {
    return foreign <= FOREIGN_ALLOWED;
  }

  /** The median of each figure by itself, and the sum of failures. */
  static Sample median(List<Sample> samples) {
    return new Sample(
        middle(samples, Sample::perSecond),
        middle(samples, Sample::cpuMicros),
        middle(samples, Sample::p50),
        middle(samples, Sample::p99),
        samples.stream().mapToLong(Sample::failures).sum(),
        middle(samples, Sample::foreign));
  }

  private static double middle(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    List<Sample> sorted = samples.stream().sorted(Comparator.comparingDouble(figure)).toList();
    int half = sorted.size() / 2;
    double upper = figure.applyAsDouble(sorted.get(half));
    return sorted.size() % 2 == 1
        ? upper
        : (figure.applyAsDouble(sorted.get(half - 1)) + upper) / 2;
  }
}
