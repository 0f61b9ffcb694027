package dev.waymark.cli.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that may use one core only. Closing it ends it. */
final class PinnedProcess implements AutoCloseable {
  private static final int SHOWN = 5; // lines of the log

  private final Process process;
  private final Path log;

  private PinnedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program on a core.
   *
   * @param log takes what it prints
   */
  static PinnedProcess start(int core, Path log, List<String> command) throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    File output = log.toFile();
    return new PinnedProcess(
        new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(output).start(), log);
  }

  /**
   * Waits until something listens on an address.
   *
   * @param name for what is said if nothing does
   * @return this
   * @throws IOException if nothing does in time; the process is ended then
   */
  PinnedProcess listening(String name, InetSocketAddress address, Duration atMost)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!accepts(address)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IOException(name + " does not start: " + beginning(log));
      }
      Thread.sleep(20); // another program's port can't be watched
    }
    return this;
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String beginning(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return String.join(" ", lines.limit(SHOWN).toList());
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** CPU time so far, user and system, of the process and of children that it has waited for. */
  long cpuMicros() throws IOException {
    return ProcStat.cpuMicros(process.pid());
  }

  /** The command behind taskset, which has taken the process over by exec. */
  String waitAndRead(Path log) throws IOException, InterruptedException {
    process.waitFor();
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
