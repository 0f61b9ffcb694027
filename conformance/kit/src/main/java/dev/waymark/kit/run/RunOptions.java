package dev.waymark.kit.run;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * How a plan is carried out.
 *
 * @param seed from which all names and orders follow
 * @param parallelism how many tests run at the same time, at least 1
 * @param shuffle whether tests and checks run in an order drawn from the seed
 * @param repeat how often the plan is carried out, at least 1
 * @param deadline by when an expectation has to hold, unless its test says otherwise
 * @param provisioning by when a Gateway has to have its status and address, a GatewayClass its
 *     acceptance, and the base fixture's workloads have to run: what a cluster may have to start
 *     machines or load balancers for
 * @param hold how long an expectation that has to stay must stay
 * @param requestTimeout for one exchange
 * @param keepFixtures whether to leave everything in the cluster, for looking at it
 * @param anyVersion whether CRDs of another version of the Gateway API are accepted
 */
public record RunOptions(
    String seed,
    int parallelism,
    boolean shuffle,
    int repeat,
    Duration deadline,
    Duration provisioning,
    Duration hold,
    Duration requestTimeout,
    boolean keepFixtures,
    boolean anyVersion) {
  private static final String ALPHABET =
      "abcdefghijkmnpqrstuvwxyz23456789"; // without l, o, 0 and 1: read aloud, typed

  public RunOptions {
    if (seed.isBlank()) {
      throw new IllegalArgumentException("seed: is blank (expected: any text)");
    }
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism: " + parallelism + " (expected: >= 1)");
    }
    if (repeat < 1) {
      throw new IllegalArgumentException("repeat: " + repeat + " (expected: >= 1)");
    }
  }

  /**
   * A new seed, 16 tests at a time, once; 30 s for an expectation as in the official suite (its
   * {@code MaxTimeToConsistency}, the one time that it bounds), 10 s for a request (its {@code
   * RequestTimeout}).
   */
  public static RunOptions defaults() {
    return new RunOptions(
        newSeed(),
        16,
        false,
        1,
        Duration.ofSeconds(30),
        Duration.ofSeconds(180),
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        false,
        false);
  }

  /** A seed that nobody can guess. */
  public static String newSeed() {
    return new SecureRandom()
        .ints(8, 0, ALPHABET.length())
        .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
        .collect(Collectors.joining());
  }

  /** The same with this seed. */
  public RunOptions withSeed(String other) {
    return new RunOptions(
        other,
        parallelism,
        shuffle,
        repeat,
        deadline,
        provisioning,
        hold,
        requestTimeout,
        keepFixtures,
        anyVersion);
  }

  /** The same with so many tests at a time. */
  public RunOptions withParallelism(int tests) {
    return new RunOptions(
        seed,
        tests,
        shuffle,
        repeat,
        deadline,
        provisioning,
        hold,
        requestTimeout,
        keepFixtures,
        anyVersion);
  }

  /** The same in an order drawn from the seed, or not. */
  public RunOptions withShuffle(boolean yes) {
    return new RunOptions(
        seed,
        parallelism,
        yes,
        repeat,
        deadline,
        provisioning,
        hold,
        requestTimeout,
        keepFixtures,
        anyVersion);
  }

  /** The same so many times. */
  public RunOptions withRepeat(int times) {
    return new RunOptions(
        seed,
        parallelism,
        shuffle,
        times,
        deadline,
        provisioning,
        hold,
        requestTimeout,
        keepFixtures,
        anyVersion);
  }

  /** The same with this deadline for an expectation. */
  public RunOptions withDeadline(Duration limit) {
    return new RunOptions(
        seed,
        parallelism,
        shuffle,
        repeat,
        limit,
        provisioning,
        hold,
        requestTimeout,
        keepFixtures,
        anyVersion);
  }

  /** The same with this deadline for what a cluster has to provision. */
  public RunOptions withProvisioning(Duration limit) {
    return new RunOptions(
        seed,
        parallelism,
        shuffle,
        repeat,
        deadline,
        limit,
        hold,
        requestTimeout,
        keepFixtures,
        anyVersion);
  }

  /** The same with this while for what has to stay. */
  public RunOptions withHold(Duration time) {
    return new RunOptions(
        seed,
        parallelism,
        shuffle,
        repeat,
        deadline,
        provisioning,
        time,
        requestTimeout,
        keepFixtures,
        anyVersion);
  }

  /** The same, and everything is left in the cluster, or not. */
  public RunOptions withKeepFixtures(boolean keep) {
    return new RunOptions(
        seed,
        parallelism,
        shuffle,
        repeat,
        deadline,
        provisioning,
        hold,
        requestTimeout,
        keep,
        anyVersion);
  }

  /** The same, and CRDs of any version are accepted, or not. */
  public RunOptions withAnyVersion(boolean any) {
    return new RunOptions(
        seed,
        parallelism,
        shuffle,
        repeat,
        deadline,
        provisioning,
        hold,
        requestTimeout,
        keepFixtures,
        any);
  }
}
