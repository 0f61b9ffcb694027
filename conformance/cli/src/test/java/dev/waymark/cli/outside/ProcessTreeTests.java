package dev.waymark.cli.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing of an outside process is left behind, whatever it does about it. */
@Timeout(60)
class ProcessTreeTests {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final String mark = UUID.randomUUID().toString();

  /** Starts a line of the shell that prints a line when it is ready. */
  private ProcessTree start(String line) throws Exception {
    assumeThat(new File("/bin/sh")).as("a system with a shell").exists();
    var builder = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true);
    builder.environment().put(ProcessTree.MARK, mark);
    var process = builder.start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return new ProcessTree(process, mark);
  }

  @Test
  void childrenEndWithTheirParent() throws Exception {
    var tree = start("sleep 600 & sleep 601 & echo ready; wait");
    assertThat(tree.alive()).hasSize(3);

    tree.stop(LONG);

    assertThat(tree.alive()).isEmpty();
  }

  @Test
  void whoeverDoesNotListenIsKilled() throws Exception {
    var tree = start("trap '' TERM; echo ready; while :; do sleep 600; done");

    tree.stop(SHORT);

    assertThat(tree.alive()).isEmpty();
  }

  @Test
  void daemonsThatLeftTheirParentAreFound() throws Exception {
    assumeThat(new File("/proc/self/environ")).as("Linux' list of processes").exists();
    var tree = start("(sleep 602 >/dev/null 2>&1 &) ; echo ready; exec sleep 603");
    assertThat(tree.alive()).hasSize(2);

    tree.stop(LONG);

    assertThat(tree.alive()).isEmpty();
  }
}
