package dev.waymark.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A pair of tunnel ends beside HAProxy's mutual-TLS pair, round after round, so that whatever else
 * the machine does hits both alike. The proxies have one core, source and sink have another.
 */
public final class TunnelBenchmark {
  private static final int PROXY_CORE = 0;
  private static final int LOAD_CORE = 1;
  private static final int CONNECTIONS = 4;
  private static final int IDLE_STREAMS = 9_000;
  private static final int ECHO = 64 * 1024;
  private static final int LIVE = 100;
  private static final Duration START = Duration.ofSeconds(30); // a JVM on one core, cold

  private final int rounds;
  private final Duration time;
  private final PrintWriter progress;

  /**
   * A benchmark that has not begun.
   *
   * @param rounds of each measurement
   * @param time of one proxy in one round
   */
  public TunnelBenchmark(int rounds, Duration time, PrintWriter progress) {
    this.rounds = rounds;
    this.time = time;
    this.progress = progress;
  }

  /** What one round with one proxy gave. */
  private record Flow(double gigabits, double nanosPerKib) {}

  private record Side(String name, PinnedProcess process, int entry, int plain) {}

  /**
   * Runs it.
   *
   * @return the lines of the table
   * @throws IOException if a program that it can't do without is missing or fails
   */
  public List<String> run() throws IOException, InterruptedException {
    try (var bench = Workbench.open()) {
      return run(bench);
    }
  }

  private List<String> run(Workbench bench) throws IOException, InterruptedException {
    Path directory = bench.directory();
    int sink = KnownProxies.freePort();
    var known = new KnownProxies(directory);
    int backend = KnownProxies.freePort();
    PinnedProcess answering = bench.keep(known.backend(LOAD_CORE, backend));
    List<Side> sides = sides(bench, "127.0.0.1", sink);
    List<String> lines = new ArrayList<>();
    lines.add(
        "both ends in one process on one core; source and sink on another; medians of %d rounds of %d s"
            .formatted(rounds, time.toSeconds()));
    lines.addAll(flows("bytes through the tunnel", sides, Side::entry, sink, directory, 0.8));
    lines.addAll(flows("bytes through the relay", sides, Side::plain, sink, directory, 0.9));
    List<Side> http = sides(bench, KnownProxies.BACKEND_ADDRESS, backend);
    lines.addAll(requests(http, new Wrk(LOAD_CORE, directory.resolve("wrk.log"), answering)));
    lines.add(idle(directory));
    lines.add(policyChange());
    return lines;
  }

  private List<Side> sides(Workbench bench, String target, int port)
      throws IOException, InterruptedException {
    Path directory = bench.directory();
    int entry = KnownProxies.freePort();
    int plain = KnownProxies.freePort();
    List<Side> sides = new ArrayList<>();
    PinnedProcess ours = bench.keep(pair(directory, entry, plain, target, port, 512));
    sides.add(new Side("waymark", ours, entry, plain));
    int otherEntry = KnownProxies.freePort();
    int otherPlain = KnownProxies.freePort();
    Path own = Files.createTempDirectory(directory, "haproxy");
    List<String> command;
    try (var certificates =
        new TunnelPair(
            KnownProxies.freePort(),
            KnownProxies.freePort(),
            KnownProxies.freePort(),
            new InetSocketAddress(target, port))) {
      command =
          HaproxyPair.command(
              own,
              certificates.credential(),
              otherEntry,
              otherPlain,
              KnownProxies.freePort(),
              target + ":" + port);
    }
    var haproxy =
        PinnedProcess.start(PROXY_CORE, own.resolve("log"), command)
            .listening("haproxy", new InetSocketAddress("127.0.0.1", otherPlain), START);
    sides.add(new Side("haproxy", bench.keep(haproxy), otherEntry, otherPlain));
    return sides;
  }

  private static PinnedProcess pair(
      Path directory, int entry, int plain, String target, int port, int heapMebibytes)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(directory, "pair", ".log");
    List<String> arguments =
        Stream.of(entry, plain, KnownProxies.freePort(), target, port)
            .map(Object::toString)
            .toList();
    return PinnedProcess.start(
            PROXY_CORE,
            log,
            JavaCommand.of(
                List.of("-Xmx" + heapMebibytes + "m"), TunnelPair.class.getName(), arguments))
        .listening("waymark", new InetSocketAddress("127.0.0.1", plain), START);
  }

  // ---- bytes

  private List<String> flows(
      String what,
      List<Side> sides,
      ToDoubleFunction<Side> port,
      int sink,
      Path directory,
      double floor)
      throws IOException, InterruptedException {
    Map<String, List<Flow>> flows = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Side side : sides) {
        Flow flow = flow(side, (int) port.applyAsDouble(side), sink, directory);
        if (round > 0) { // the first one warms up
          flows.computeIfAbsent(side.name(), _ -> new ArrayList<>()).add(flow);
        }
        say("%s, %-8s %6.2f Gbit/s".formatted(what, side.name(), flow.gigabits()));
      }
    }
    double ours = median(flows.getOrDefault("waymark", List.of()), Flow::gigabits);
    double theirs = median(flows.getOrDefault("haproxy", List.of()), Flow::gigabits);
    List<String> lines = new ArrayList<>();
    flows.forEach(
        (name, measured) ->
            lines.add(
                "%-28s %-8s %8.2f Gbit/s %8.0f CPU ns/KiB"
                    .formatted(
                        what,
                        name,
                        median(measured, Flow::gigabits),
                        median(measured, Flow::nanosPerKib))));
    lines.add(ratio(what, ours / theirs, floor));
    return lines;
  }

  private static String ratio(String what, double ratio, double floor) {
    return "%-28s ratio %.2f of haproxy (floor %.1f: %s)"
        .formatted(what, ratio, floor, ratio >= floor ? "met" : "MISSED");
  }

  private Flow flow(Side side, int port, int sink, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("blast.log");
    List<String> arguments =
        Stream.of(port, sink, CONNECTIONS, 1000, time.toMillis(), side.process().pid())
            .map(Object::toString)
            .toList();
    var blast =
        PinnedProcess.start(
            LOAD_CORE, log, JavaCommand.of(List.of(), Blast.class.getName(), arguments));
    String[] said = blast.waitAndRead(log).strip().split(" ", -1);
    if (said.length != 4) {
      throw new IOException("source and sink said: " + String.join(" ", said));
    }
    double bytes = Double.parseDouble(said[0]);
    return new Flow(
        bytes * 8 / 1000 / Double.parseDouble(said[1]),
        Double.parseDouble(said[2]) * 1000 / (bytes / 1024));
  }

  private static <T> double median(List<T> measured, ToDoubleFunction<T> figure) {
    double[] sorted = measured.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  // ---- requests

  private List<String> requests(List<Side> sides, Wrk wrk)
      throws IOException, InterruptedException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Side side : sides) {
        var peer =
            new Peer(
                side.name(),
                side.process(),
                URI.create("http://127.0.0.1:" + side.entry() + "/"),
                "bench.example.com");
        Sample sample = wrk.run(peer, time);
        if (round > 0) {
          samples.computeIfAbsent(side.name(), _ -> new ArrayList<>()).add(sample);
        }
        say("requests of 100 B, %-8s %8.0f requests/s".formatted(side.name(), sample.perSecond()));
      }
    }
    List<String> lines = new ArrayList<>();
    samples.forEach(
        (name, all) -> {
          Sample middle = Sample.median(all);
          lines.add(
              "%-28s %-8s %8.0f requests/s %6.1f CPU us  p99 %.2f ms  failed %d"
                  .formatted(
                      "requests of 100 B",
                      name,
                      middle.perSecond(),
                      middle.cpuMicros(),
                      middle.p99(),
                      middle.failures()));
        });
    lines.add(
        ratio(
            "requests of 100 B",
            Sample.median(samples.getOrDefault("waymark", List.of())).perSecond()
                / Sample.median(samples.getOrDefault("haproxy", List.of())).perSecond(),
            0.7));
    return lines;
  }

  // ---- idle streams

  private String idle(Path directory) throws IOException, InterruptedException {
    say("opening %d streams".formatted(IDLE_STREAMS));
    List<Socket> open = new ArrayList<>();
    try (var echo = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> echo(echo, open));
      int entry = KnownProxies.freePort();
      var process =
          pair(directory, entry, KnownProxies.freePort(), "127.0.0.1", echo.getLocalPort(), 96);
      try {
        byte[] content = new byte[ECHO];
        for (int i = 0; i < IDLE_STREAMS; i++) {
          var client = new Socket(InetAddress.getLoopbackAddress(), entry);
          synchronized (open) {
            open.add(client);
          }
          client.getOutputStream().write(content);
          client.getInputStream().readNBytes(content, 0, ECHO);
        }
        long mebibytes = residentKib(process.pid()) / 1024;
        return "%d pooled streams, idle after one 64 KiB echo: %d MiB resident, both ends (at most 256: %s)"
            .formatted(IDLE_STREAMS, mebibytes, mebibytes <= 256 ? "met" : "MISSED");
      } finally {
        process.close();
      }
    } finally {
      synchronized (open) {
        for (Socket socket : open) {
          socket.close();
        }
      }
    }
  }

  private static void echo(ServerSocket server, List<Socket> open) {
    try {
      while (true) {
        var accepted = server.accept();
        synchronized (open) {
          open.add(accepted);
        }
        byte[] content = new byte[ECHO];
        accepted.getInputStream().readNBytes(content, 0, ECHO);
        accepted.getOutputStream().write(content);
      }
    } catch (IOException _) {
      // The measurement is over.
    }
  }

  private static long residentKib(long pid) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  // ---- a policy that changes

  private String policyChange() throws IOException, InterruptedException {
    double[] millis = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      millis[round] = oneChange();
    }
    double middle = ClusterFigures.quantile(millis, 0.5);
    return "a policy is enforced on %d live connections within %.1f ms (at most 50: %s)"
        .formatted(LIVE, middle, middle <= 50 ? "met" : "MISSED");
  }

  private static double oneChange() throws IOException, InterruptedException {
    List<Socket> accepted = new ArrayList<>();
    List<Socket> clients = new ArrayList<>();
    int entry = KnownProxies.freePort();
    try (var target = new ServerSocket(0, LIVE, InetAddress.getLoopbackAddress());
        var pair =
            new TunnelPair(
                entry,
                KnownProxies.freePort(),
                KnownProxies.freePort(),
                (InetSocketAddress) target.getLocalSocketAddress())) {
      for (int i = 0; i < LIVE; i++) {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), entry));
        accepted.add(target.accept());
      }
      long began = System.nanoTime();
      pair.deny();
      for (Socket client : clients) {
        awaitEnd(client);
      }
      return (System.nanoTime() - began) / 1e6;
    } finally {
      for (Socket each : Stream.concat(clients.stream(), accepted.stream()).toList()) {
        each.close();
      }
    }
  }

  private static void awaitEnd(Socket client) throws IOException {
    client.setSoTimeout(10_000);
    try {
      if (client.getInputStream().read() >= 0) {
        throw new IllegalStateException("nobody has sent anything");
      }
    } catch (java.net.SocketException _) {
      // reset, as it should be
    }
  }

  private void say(String text) {
    progress.println(text);
    progress.flush();
  }
}
