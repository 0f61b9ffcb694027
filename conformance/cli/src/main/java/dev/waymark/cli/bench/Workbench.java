package dev.waymark.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for a benchmark, and what runs for it. Closing it ends and removes all of that. */
final class Workbench implements AutoCloseable {
  private final Path directory;
  private final List<AutoCloseable> running = new ArrayList<>();

  private Workbench(Path directory) {
    this.directory = directory;
  }

  static Workbench open() throws IOException {
    return new Workbench(Files.createTempDirectory("waymark-bench"));
  }

  Path directory() {
    return directory;
  }

  /** Is closed with this, before what was kept earlier. */
  <T extends AutoCloseable> T keep(T started) {
    running.add(started);
    return started;
  }

  @Override
  public void close() throws IOException {
    running.reversed().forEach(Workbench::close);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      Thread.currentThread().interrupt(); // nothing here fails otherwise
    }
  }
}
