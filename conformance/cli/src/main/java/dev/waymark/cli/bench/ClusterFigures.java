package dev.waymark.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the benchmark of the embedded Kubernetes found, beside what it is meant to reach.
 *
 * @param figures in the order of the table
 */
public record ClusterFigures(List<Figure> figures) {

  /**
   * One measured quantity; less is better.
   *
   * @param target the most that it should be, in the same unit; NaN where there is no target
   */
  public record Figure(String name, double value, String unit, double target) {

    static Figure of(String name, double value, String unit, double target) {
      return new Figure(name, value, unit, target);
    }

    static Figure shown(String name, double value, String unit) {
      return new Figure(name, value, unit, Double.NaN);
    }

    boolean isMet() {
      return Double.isNaN(target) || value <= target;
    }

    String line() {
      String measured = String.format(Locale.ROOT, "%-58s %8.2f %-3s", name, value, unit);
      return Double.isNaN(target)
          ? measured.stripTrailing()
          : measured
              + String.format(
                  Locale.ROOT,
                  "  target %7.2f  ratio %5.2f  %s",
                  target,
                  value / target,
                  isMet() ? "met" : "MISSED");
    }
  }

  public ClusterFigures {
    figures = List.copyOf(figures);
  }

  /** The table, a line for each figure. */
  public List<String> lines() {
    var lines = new ArrayList<>(figures.stream().map(Figure::line).toList());
    long missed = figures.stream().filter(figure -> !figure.isMet()).count();
    lines.add(
        missed == 0
            ? "every target is met"
            : missed + " of the targets missed; on a busy machine, repeat before you believe it");
    return lines;
  }

  /** The value that a share of the values, from 0 to 1, does not exceed. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}
