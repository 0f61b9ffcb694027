package dev.waymark.cli.outside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with all that it started. On Linux those are found too that have left their parent, as
 * daemons do: by a mark in the environment that they inherit.
 */
final class ProcessTree {
  /** The environment variable that holds the mark. */
  static final String MARK = "WAYMARK_PROCESS_TREE";

  private static final Path PROCESSES = Path.of("/proc");

  /** What can't be killed in so many rounds hangs in the kernel. */
  private static final int ROUNDS = 3;

  private final Process root;
  private final String mark;

  /**
   * The tree of this process.
   *
   * @param mark the value of {@link #MARK} in its environment
   */
  ProcessTree(Process root, String mark) {
    this.root = root;
    this.mark = mark;
  }

  /** Asks all to end, and ends those that are still there after the grace. Blocks until then. */
  void stop(Duration grace) {
    List<ProcessHandle> left = alive();
    left.forEach(ProcessHandle::destroy);
    await(left, grace);
    // Whoever is killed can have started another one just before, so it is looked for again.
    left = alive();
    for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
      left.forEach(ProcessHandle::destroyForcibly);
      await(left, grace);
      left = alive();
    }
  }

  /** Whoever of the tree is alive. */
  List<ProcessHandle> alive() {
    Stream<ProcessHandle> family = Stream.concat(Stream.of(root.toHandle()), root.descendants());
    return Stream.concat(family, marked().stream())
        .distinct()
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static void await(List<ProcessHandle> processes, Duration limit) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private List<ProcessHandle> marked() {
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(PROCESSES)) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (environment(process).contains(MARK + "=" + mark + "\0")) {
          find(process).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      return found; // a system that hides its processes: what can be found is what descends
    }
    return found;
  }

  private static Optional<ProcessHandle> find(Path process) {
    return ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException notOursOrGone) {
      return "";
    }
  }
}
