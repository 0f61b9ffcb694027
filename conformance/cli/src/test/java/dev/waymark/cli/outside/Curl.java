package dev.waymark.cli.outside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** curl, as a user has it. */
final class Curl {

  static final Path PROGRAM = Path.of("/usr/bin/curl");

  private Curl() {}

  /**
   * What curl printed.
   *
   * @param exitCode 0 when there was a response
   * @param output header and body, or what went wrong
   */
  record Output(int exitCode, String output) {
    String body() {
      return output.substring(output.lastIndexOf("\r\n\r\n") + 4);
    }
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /** Asks for a URL, dialling this address whatever host the URL names. */
  static Output get(InetSocketAddress dial, String url, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.addAll(List.of(PROGRAM.toString(), "--silent", "--show-error", "--include"));
    command.addAll(List.of("--max-time", "20", "--noproxy", "*"));
    command.addAll(
        List.of("--connect-to", "::" + dial.getAddress().getHostAddress() + ":" + dial.getPort()));
    command.addAll(List.of(options));
    command.add(url);
    Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(curl.getInputStream().readAllBytes(), UTF_8);
    return new Output(curl.waitFor(), output);
  }
}
