package dev.waymark.cli.outside;

import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.kit.result.EnvironmentFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The implementation under test, as a process beside the embedded cluster. Closing it ends it, with
 * all that it started.
 */
public final class Implementation implements AutoCloseable {
  /** What its output is called, beside the reports and in the evidence. */
  public static final String LOG = "implementation.log";

  /** How long it may take to end when asked to; Kubernetes gives a Pod 30 s. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int LAST_LINES = 15;

  private final String gatewayClass;
  private final Path directory;
  private final Path log;
  private final Process process;
  private final ProcessTree tree;
  private volatile boolean closed;

  private Implementation(
      String gatewayClass, EmbeddedCluster cluster, Path directory, Path log, String command)
      throws IOException {
    this.gatewayClass = gatewayClass;
    this.directory = directory;
    this.log = log;
    Path kubeconfig = directory.resolve("kubeconfig");
    PrivateFile.write(kubeconfig, Account.kubeconfig(cluster));
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(shell(command)).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(Surroundings.of(cluster.network().plan(), kubeconfig, gatewayClass));
    builder.environment().put(ProcessTree.MARK, mark);
    this.process = builder.start();
    this.tree = new ProcessTree(process, mark);
    process.getOutputStream().close(); // it reads the end of its input, not the user's terminal
  }

  /**
   * Starts it.
   *
   * @param command a line for the system's shell
   * @param gatewayClass the class that it is to accept
   * @param out the directory in which its log goes; is there
   * @throws EnvironmentFailure where outside processes can't be part of the cluster, or where the
   *     process can't be started
   */
  public static Implementation start(
      String command, String gatewayClass, EmbeddedCluster cluster, Path out) {
    if (cluster.network().mapped()) {
      throw new EnvironmentFailure(
          "An outside process can't be part of this cluster: its network is "
              + cluster.network().description()
              + ".",
          "'waymark doctor' says what this machine lacks; on Linux, 'sysctl"
              + " net.ipv4.ip_unprivileged_port_start=0' lets everyone bind low ports.");
    }
    try {
      return new Implementation(
          gatewayClass,
          cluster,
          Files.createTempDirectory("waymark-implementation-"),
          out.resolve(LOG),
          command);
    } catch (IOException e) {
      throw new EnvironmentFailure(
          "The implementation can't be started: " + e.getMessage() + ".",
          "See that --implementation is a line that the shell understands, and that --out can be"
              + " written to.",
          e);
    }
  }

  /**
   * In a session of its own where that is possible, so that Ctrl-C in the terminal ends the run,
   * and the run the implementation, in this order.
   */
  private static List<String> shell(String command) {
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return List.of("cmd", "/c", command);
    }
    List<String> line = new ArrayList<>();
    Stream.of("/usr/bin/setsid", "/bin/setsid")
        .filter(path -> new File(path).canExecute())
        .findFirst()
        .ifPresent(line::add);
    line.addAll(List.of("sh", "-c", command));
    return line;
  }

  /** The file that takes what it prints. */
  public Path log() {
    return log;
  }

  /**
   * Waits until its class is accepted.
   *
   * @param accepted completes then
   * @throws EnvironmentFailure if it ends before, or doesn't come to it in time
   */
  public void await(CompletableFuture<?> accepted, Duration deadline) throws InterruptedException {
    try {
      CompletableFuture.anyOf(accepted, process.onExit())
          .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new EnvironmentFailure(
          "The implementation runs, but GatewayClass %s was not accepted within %d s."
              .formatted(gatewayClass, deadline.toSeconds()),
          "It has to make this class, unless --manifests has it, and to set its condition Accepted."
              + " "
              + lastLines(),
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("GatewayClass " + gatewayClass + " can't be watched", e);
    }
    if (!process.isAlive()) {
      throw ended("before GatewayClass " + gatewayClass + " was accepted");
    }
  }

  /** Tells when it ends although nobody has closed it. */
  public void onEnd(Consumer<EnvironmentFailure> listener) {
    process
        .onExit()
        .thenRun(
            () -> {
              if (!closed) {
                listener.accept(ended("during the run"));
              }
            });
  }

  private EnvironmentFailure ended(String when) {
    return new EnvironmentFailure(
        "The implementation ended with exit code %d %s.".formatted(process.exitValue(), when),
        lastLines());
  }

  private String lastLines() {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      var all = lines.toList();
      var last = all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
      return last.isEmpty()
          ? "It printed nothing to its log, " + log + "."
          : "The last lines of its log, %s:\n%s".formatted(log, String.join("\n", last));
    } catch (IOException | UncheckedIOException e) {
      return "Its log is " + log + ".";
    }
  }

  @Override
  public void close() {
    closed = true;
    tree.stop(GRACE);
    try {
      Files.deleteIfExists(directory.resolve("kubeconfig"));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
