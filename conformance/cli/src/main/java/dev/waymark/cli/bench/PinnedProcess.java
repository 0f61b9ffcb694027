package dev.waymark.cli.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that may use one core only. Closing it ends it. */
final class PinnedProcess implements AutoCloseable {
  private final Process process;

  private PinnedProcess(Process process) {
    this.process = process;
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
        new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(output).start());
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
