package dev.waymark.cli;

import dev.waymark.cli.bench.BenchmarkTable;
import dev.waymark.cli.bench.ClusterBenchmark;
import dev.waymark.cli.bench.GatewayBenchmark;
import dev.waymark.cli.bench.TunnelBenchmark;
import dev.waymark.kit.result.EnvironmentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the reference on this machine. */
@Command(
    name = "bench",
    description =
        "Measure the reference on this machine: its gateway, its tunnels, or its Kubernetes.",
    subcommands = {
      BenchCommand.Gateway.class,
      BenchCommand.Hbone.class,
      BenchCommand.Cluster.class
    },
    footer = {"", "Example: waymark bench gateway"})
final class BenchCommand implements Runnable {

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to measure: gateway, hbone or cluster.");
  }

  /** The embedded Kubernetes' times and memory. */
  @Command(
      name = "cluster",
      description =
          "Measure the embedded Kubernetes: start, writes, watches and memory, beside its targets.",
      footer = {"", "Example: waymark bench cluster"})
  static final class Cluster implements Callable<Integer> {

    @Mixin private CommonOptions common;

    /** A missed target is no failure: it may say more about the machine. */
    @Override
    public Integer call() throws InterruptedException {
      try {
        new ClusterBenchmark(common.err()).run().lines().forEach(common.out()::println);
        return 0;
      } catch (IOException e) {
        throw new EnvironmentFailure(
            "The benchmark can't run: " + e.getMessage() + ".",
            "It starts JVMs with the java and jcmd of the JDK that runs it, and needs some 1.5 GiB"
                + " of memory.",
            e);
      }
    }
  }

  /** What tunnels carry. */
  @Command(
      name = "hbone",
      description =
          "Compare a pair of tunnel ends with HAProxy's mutual-TLS pair: bytes, requests, idle"
              + " streams, and how soon a policy is enforced.",
      footer = {"", "Example: waymark bench hbone --rounds 5 --seconds 4"})
  static final class Hbone implements Callable<Integer> {

    @Mixin private CommonOptions common;
    @Spec private CommandSpec spec;

    @Option(
        names = "--rounds",
        defaultValue = "5",
        description = "Rounds of each measurement. Example: --rounds 5")
    private int rounds;

    @Option(
        names = "--seconds",
        defaultValue = "4",
        description = "Length of one measurement. Example: --seconds 4")
    private int seconds;

    /** A missed floor is no failure: it may say more about the machine. */
    @Override
    public Integer call() throws InterruptedException {
      if (rounds < 1 || seconds < 1) {
        throw new ParameterException(
            spec.commandLine(), "--rounds and --seconds must be 1 or more.");
      }
      try {
        new TunnelBenchmark(rounds, Duration.ofSeconds(seconds), common.err())
            .run()
            .forEach(common.out()::println);
        return 0;
      } catch (IOException e) {
        throw new EnvironmentFailure(
            "The benchmark can't run: " + e.getMessage() + ".",
            "It needs Linux with two cores, taskset, haproxy, wrk and nginx, and 30000 open files"
                + " (ulimit -n).",
            e);
      }
    }
  }

  /** The gateway's requests per second and CPU time per request. */
  @Command(
      name = "gateway",
      description =
          "Compare the gateway, with 1000 routes, with HAProxy, nginx and Envoy, on one core each.",
      footer = {"", "Example: waymark bench gateway --rounds 5 --seconds 4"})
  static final class Gateway implements Callable<Integer> {

    @Mixin private CommonOptions common;
    @Spec private CommandSpec spec;

    @Option(
        names = "--rounds",
        defaultValue = "5",
        description = "Undisturbed rounds to measure. Example: --rounds 5")
    private int rounds;

    @Option(
        names = "--seconds",
        defaultValue = "4",
        description = "Length of one measurement. Example: --seconds 4")
    private int seconds;

    @Option(
        names = "--warm-up",
        defaultValue = "15",
        description = "Seconds of load before the first round. Example: --warm-up 15")
    private int warmUp;

    @Option(
        names = "--envoy-environment",
        defaultValue = "target/bench-envoy",
        description =
            "Python environment that has Envoy, or gets it. Example: --envoy-environment"
                + " /tmp/envoy")
    private Path envoy = Path.of("target", "bench-envoy");

    @Override
    public Integer call() throws InterruptedException {
      if (rounds < 1 || seconds < 1 || warmUp < 1) {
        throw new ParameterException(
            spec.commandLine(), "--rounds, --seconds and --warm-up must be 1 or more.");
      }
      var settings =
          new GatewayBenchmark.Settings(
              rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp), envoy);
      try {
        BenchmarkTable table = new GatewayBenchmark(settings, common.err()).run();
        table.lines().forEach(common.out()::println);
        return switch (table.verdict()) {
          case MET -> 0;
          case MISSED -> 1;
          case UNJUDGED -> 3; // the environment's fault
        };
      } catch (IOException e) {
        throw new EnvironmentFailure(
            "The benchmark can't run: " + e.getMessage() + ".",
            "It needs Linux with two cores, taskset, wrk and nginx; HAProxy and Python are"
                + " optional.",
            e);
      }
    }
  }
}
