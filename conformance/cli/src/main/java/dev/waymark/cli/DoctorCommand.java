package dev.waymark.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what this machine offers to Waymark, and what each lack costs. */
@Command(
    name = "doctor",
    description = "Look at this machine: what runs here, and what a lack of it means.",
    footer = {"", "Example: waymark doctor --json"})
final class DoctorCommand implements Callable<Integer> {

  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "Print the findings as JSON. Example: --json")
  private boolean json;

  /** How a finding bears on Waymark. */
  enum State {
    /** All is well. */
    OK,
    /** Something optional is missing. */
    ABSENT,
    /** Waymark can't work, or not as asked. */
    PROBLEM
  }

  /**
   * One thing looked at.
   *
   * @param meaning what follows from it
   */
  record Finding(String subject, State state, String detail, String meaning) {}

  @Override
  public Integer call() {
    var findings = examine();
    if (json) {
      common.out().println(Json.print(findings));
    } else {
      for (var finding : findings) {
        common
            .out()
            .printf(
                Locale.ROOT,
                "%-8s %-22s %s%n",
                finding.state().name().toLowerCase(Locale.ROOT),
                finding.subject(),
                finding.detail());
        if (finding.state() != State.OK) {
          common.out().printf(Locale.ROOT, "%-8s %-22s %s%n", "", "", finding.meaning());
        }
      }
      common
          .out()
          .printf(
              Locale.ROOT,
              "%d ok, %d absent, %d problems%n",
              count(findings, State.OK),
              count(findings, State.ABSENT),
              count(findings, State.PROBLEM));
    }
    return count(findings, State.PROBLEM) == 0 ? 0 : 3;
  }

  private static long count(List<Finding> findings, State state) {
    return findings.stream().filter(finding -> finding.state() == state).count();
  }

  private static List<Finding> examine() {
    var findings = new ArrayList<Finding>();
    findings.add(java());
    findings.add(loopback());
    findings.add(lowPorts());
    findings.add(temporaryDirectory());
    findings.add(
        tool("kubectl", "the transcript tests of kubectl are skipped; the rest does not need it"));
    findings.add(tool("curl", "the tests that call the gateway from outside the JVM are skipped"));
    findings.add(tool("nginx", "the test with a backend outside the JVM is skipped"));
    findings.add(tool("haproxy", "'waymark bench' compares with fewer peers"));
    findings.add(tool("wrk", "'waymark bench' can't run"));
    return List.copyOf(findings);
  }

  private static Finding java() {
    var version = Runtime.version();
    return new Finding(
        "Java",
        version.feature() >= 25 ? State.OK : State.PROBLEM,
        version + " in " + System.getProperty("java.home"),
        "Waymark needs a JDK 25");
  }

  private static Finding loopback() {
    return canBind("127.77.0.1", 0)
        ? new Finding("loopback network", State.OK, "any address of 127.0.0.0/8", "")
        : new Finding(
            "loopback network",
            State.ABSENT,
            "only 127.0.0.1 can be bound",
            "the embedded cluster maps its addresses to ports of 127.0.0.1 (as with --mapped)");
  }

  private static Finding lowPorts() {
    return canBind("127.0.0.1", 0) && (canBind("127.77.0.1", 80) || canBind("127.0.0.1", 80))
        ? new Finding("ports below 1024", State.OK, "can be bound", "")
        : new Finding(
            "ports below 1024",
            State.ABSENT,
            "can't be bound by this user",
            "the embedded cluster maps its addresses to ports of 127.0.0.1 (as with --mapped)");
  }

  private static boolean canBind(String address, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Finding temporaryDirectory() {
    var directory = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      var free = Files.getFileStore(directory).getUsableSpace() >> 20;
      return new Finding(
          "temporary directory",
          free > 64 && Files.isWritable(directory) ? State.OK : State.PROBLEM,
          directory + ", " + free + " MiB free",
          "Pods' volumes are kept there: point -Djava.io.tmpdir at a writable directory with room");
    } catch (IOException e) {
      return new Finding(
          "temporary directory",
          State.PROBLEM,
          directory + ": " + e.getMessage(),
          "point -Djava.io.tmpdir at a writable directory");
    }
  }

  private static Finding tool(String name, String meaning) {
    return onPath(name)
        .map(path -> new Finding(name, State.OK, path.toString(), ""))
        .orElseGet(() -> new Finding(name, State.ABSENT, "not found", meaning));
  }

  /** Finds a program on the PATH, or where Debian puts daemons. */
  static Optional<Path> onPath(String name) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    var windows = System.getProperty("os.name").startsWith("Windows");
    return Stream.concat(
            Stream.of(path.split(java.io.File.pathSeparator, -1)), Stream.of("/usr/sbin", "/sbin"))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory).resolve(windows ? name + ".exe" : name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
