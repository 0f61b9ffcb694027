package dev.waymark.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator: one thread, fifty connections, as many requests as it can. */
final class Wrk {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern PER_SECOND = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern LATENCY = Pattern.compile("(50|99)% +([0-9.]+)(us|ms|s)");
  private static final Pattern BAD_STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern SOCKET_ERRORS =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  private final int core;
  private final Path log;
  private final PinnedProcess backend;

  Wrk(int core, Path log, PinnedProcess backend) {
    this.core = core;
    this.log = log;
    this.backend = backend;
  }

  /** Loads a proxy for a while. */
  Sample run(Peer peer, Duration time) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "wrk",
            "-t1",
            "-c50",
            "--latency",
            "-d" + time.toSeconds() + "s",
            "-H",
            "Host: " + peer.host(),
            peer.url().toString());
    long began = System.nanoTime();
    long busyBefore = ProcStat.busyMicros();
    long backendBefore = backend.cpuMicros();
    long proxyBefore = peer.process().cpuMicros();
    long ownBefore = ProcStat.cpuMicros(ProcessHandle.current().pid());
    String output;
    try (PinnedProcess wrk = PinnedProcess.start(core, log, command)) {
      output = wrk.waitAndRead(log);
    }
    long proxy = peer.process().cpuMicros() - proxyBefore;
    // wrk is a child that has been waited for, so its time is within this process's own.
    long ours =
        proxy
            + backend.cpuMicros()
            - backendBefore
            + ProcStat.cpuMicros(ProcessHandle.current().pid())
            - ownBefore;
    long wall = (System.nanoTime() - began) / 1000;
    double foreign = (double) Math.max(0, ProcStat.busyMicros() - busyBefore - ours) / wall;
    return sample(output, proxy, foreign);
  }

  private static Sample sample(String output, long proxyMicros, double foreign) throws IOException {
    long requests = (long) number(REQUESTS, output);
    if (requests == 0) {
      throw new IOException("wrk got no response: " + output.strip());
    }
    return new Sample(
        number(PER_SECOND, output),
        (double) proxyMicros / requests,
        latency("50", output),
        latency("99", output),
        failures(output),
        foreign);
  }

  private static double number(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("wrk said: " + output.strip());
    }
    return Double.parseDouble(matcher.group(1));
  }

  private static double latency(String percentile, String output) {
    Matcher matcher = LATENCY.matcher(output);
    while (matcher.find()) {
      if (matcher.group(1).equals(percentile)) {
        double value = Double.parseDouble(matcher.group(2));
        return switch (matcher.group(3)) {
          case "us" -> value / 1000;
          case "s" -> value * 1000;
          default -> value;
        };
      }
    }
    return Double.NaN;
  }

  private static long failures(String output) {
    long sum = 0;
    Matcher status = BAD_STATUS.matcher(output);
    if (status.find()) {
      sum += Long.parseLong(status.group(1));
    }
    Matcher socket = SOCKET_ERRORS.matcher(output);
    if (socket.find()) {
      for (int i = 1; i <= socket.groupCount(); i++) {
        sum += Long.parseLong(socket.group(i));
      }
    }
    return sum;
  }
}
