package dev.waymark.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code waymark cluster} in a JVM of its own, with a bounded heap. Closing it ends it. */
final class ClusterProcess implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(90);
  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");

  private final Process process;
  private final Path kubeconfig;
  private final Duration start;

  private ClusterProcess(Process process, Path kubeconfig, Duration start) {
    this.process = process;
    this.kubeconfig = kubeconfig;
    this.start = start;
  }

  /** Starts it and waits until it is ready. */
  static ClusterProcess start(Path directory, int heapMebibytes)
      throws IOException, InterruptedException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Path log = directory.resolve("cluster.log");
    List<String> command =
        JavaCommand.of(
            List.of("-Xmx" + heapMebibytes + "m"),
            "dev.waymark.cli.Waymark",
            List.of("cluster", "--write-kubeconfig", kubeconfig.toString()));
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (!Files.readString(log).contains("ready after")) {
      if (!process.isAlive() || System.nanoTime() - began > READY.toNanos()) {
        process.destroyForcibly().waitFor();
        throw new IOException("the cluster does not start: " + Files.readString(log).strip());
      }
      TimeUnit.MILLISECONDS.sleep(5); // another process's output can't be watched
    }
    return new ClusterProcess(process, kubeconfig, Duration.ofNanos(System.nanoTime() - began));
  }

  /** How long it took from the call of {@code java} until it was ready. */
  Duration startTime() {
    return start;
  }

  String kubeconfig() throws IOException {
    return Files.readString(kubeconfig);
  }

  /** The time that its threads have spent on the machine's cores. */
  Duration cpuTime() throws IOException {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IOException("this system does not tell a process's CPU time"));
  }

  /** The heap in use after a full collection, in mebibytes. */
  double heapInUse() throws IOException, InterruptedException {
    var unused = jcmd("GC.run");
    String info = jcmd("GC.heap_info");
    Matcher used = HEAP.matcher(info);
    if (!used.find()) {
      throw new IOException("jcmd GC.heap_info said: " + info.strip());
    }
    return Long.parseLong(used.group(1)) / 1024.0;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    var jcmd =
        new ProcessBuilder(JavaCommand.tool("jcmd"), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes());
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd " + command + " failed: " + output.strip());
    }
    return output;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
