package dev.waymark.kit.verdict;

import dev.waymark.kit.verdict.Expectation.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many requests show whether they are shared by weight, and which counts are then still fair.
 *
 * <p>The number follows from two error rates. A fair implementation is accused in at most one of a
 * million runs, over all backends together ({@link #FALSE_ALARM}). One whose share of any backend
 * is five points off, up or down, is caught with a probability of at least 0.99 ({@link #POWER},
 * {@link #EFFECT}). Counts of a fair one are binomial; tails are summed exactly, not approximated.
 * One attempt decides: the best of ten would make these numbers a lie.
 *
 * @param requests how many requests to send
 * @param counts for each backend, the counts that are accepted
 */
public record Shares(int requests, Map<String, Matcher.Between> counts) {
  /** Probability of accusing a fair implementation. */
  public static final double FALSE_ALARM = 1e-6;

  /** Probability of catching one that is {@link #EFFECT} off. */
  public static final double POWER = 0.99;

  /** The difference between a backend's share and its weight that has to be caught. */
  public static final double EFFECT = 0.05;

  /** In the place of a backend's name: the gateway answered by itself, or not at all. */
  public static final String NO_BACKEND = "";

  /** The share of requests that {@link #none} catches with the probability {@link #POWER}. */
  public static final double TRACE = 0.005;

  public Shares {
    counts = Map.copyOf(counts);
  }

  /** The plan for a backend that may get no request at all; says nothing of the others. */
  public static Shares none(String backend) {
    int requests = (int) Math.ceil(Math.log(1 - POWER) / Math.log(1 - TRACE));
    return new Shares(requests, Map.of(backend, new Matcher.Between(0, 0)));
  }

  /**
   * The plan for these weights.
   *
   * @param weights by backend name or {@link #NO_BACKEND}; at least one above 0
   */
  public static Shares of(Map<String, Integer> weights) {
    double total = weights.values().stream().mapToInt(Integer::intValue).sum();
    if (total <= 0) {
      throw new IllegalArgumentException(
          "weights: " + weights + " (expected: at least one above 0)");
    }
    List<Double> shares =
        weights.values().stream()
            .map(weight -> weight / total)
            .filter(p -> p > 0 && p < 1)
            .toList();
    double tail = FALSE_ALARM / Math.max(1, 2 * shares.size()); // two sides for each backend
    int requests = 100; // the least that shows a backend of weight 0 being used now and then
    for (double share : shares) {
      while (!catches(requests, share, tail)) {
        requests += Math.max(1, requests / 50);
      }
    }
    Map<String, Matcher.Between> counts = new TreeMap<>();
    for (Map.Entry<String, Integer> each : weights.entrySet()) {
      counts.put(each.getKey(), new Binomial(requests, each.getValue() / total).band(tail));
    }
    return new Shares(requests, counts);
  }

  /**
   * What an observation with the fields {@code answered} and {@code backends {name: count}} has to
   * say.
   */
  public Expectation expectation() {
    List<Term> terms = new ArrayList<>();
    if (!counts.containsKey(NO_BACKEND)) {
      terms.add(new Term(List.of("answered"), new Matcher.Equal(Json.number(requests))));
    }
    new TreeMap<>(counts)
        .forEach((name, band) -> terms.add(new Term(List.of("backends", name), band)));
    return new Expectation(terms);
  }

  private static boolean catches(int requests, double share, double tail) {
    Matcher.Between fair = new Binomial(requests, share).band(tail);
    return List.of(share - EFFECT, share + EFFECT).stream()
        .filter(wrong -> wrong > 0 && wrong < 1)
        .map(wrong -> new Binomial(requests, wrong))
        .allMatch(wrong -> 1 - wrong.between((int) fair.low(), (int) fair.high()) >= POWER);
  }

  /** The number of successes in so many trials. */
  private record Binomial(int trials, double probability) {
    /** The narrowest band that leaves at most this probability outside on each side. */
    Matcher.Between band(double tail) {
      if (probability <= 0 || probability >= 1) {
        long only = probability <= 0 ? 0 : trials;
        return new Matcher.Between(only, only);
      }
      double[] mass = mass();
      int low = 0;
      for (double below = mass[0]; below <= tail; below += mass[low]) {
        low++;
      }
      int high = trials;
      for (double above = mass[trials]; above <= tail; above += mass[high]) {
        high--;
      }
      return new Matcher.Between(low, high);
    }

    double between(int low, int high) {
      double[] mass = mass();
      double sum = 0;
      for (int count = low; count <= high; count++) {
        sum += mass[count];
      }
      return sum;
    }

    private double[] mass() {
      double[] mass = new double[trials + 1];
      double odds = Math.log(probability) - Math.log1p(-probability);
      double logMass = trials * Math.log1p(-probability); // in logarithms: 0.3^5000 is not a double
      for (int count = 0; count <= trials; count++) {
        mass[count] = Math.exp(logMass);
        logMass += Math.log((double) (trials - count) / (count + 1)) + odds;
      }
      return mass;
    }
  }
}
