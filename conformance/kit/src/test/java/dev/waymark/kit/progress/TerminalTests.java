package dev.waymark.kit.progress;

import static dev.waymark.kit.sample.SampleSuites.FAILING;
import static dev.waymark.kit.sample.SampleSuites.PASSING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.kit.report.Palette;
import dev.waymark.kit.run.SampleRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalTests {
  private final StringWriter written = new StringWriter();

  @Test
  void plainLinesWhereThereIsNoTerminal() {
    run(new Terminal(new PrintWriter(written), false, Palette.PLAIN));

    assertThat(written.toString().lines())
        .contains(
            "Seed sample", "Controls", "PASS        Passing.answers", "PASS        Failing.passes")
        .anyMatch(line -> line.startsWith("FAIL        Failing.fails: GET http://nowhere."));
    assertThat(written.toString()).doesNotContain("\r", "\u001b");
  }

  @Test
  void oneLiveLineOnATerminalAndAboveItWhatIsNotGreen() {
    run(new Terminal(new PrintWriter(written), true, Palette.COLOURED));

    assertThat(written.toString())
        .contains("\r\u001b[2K4/4 3 passed 1 failed")
        .contains("\u001b[1;31mFAIL       \u001b[0m Failing.fails: GET")
        .doesNotContain("Passing.answers\n")
        .endsWith("\r\u001b[2K");
  }

  private static void run(Terminal terminal) {
    SampleRun sample = new SampleRun();
    sample.listener = terminal;
    sample.of(PASSING, FAILING);
    terminal.finished();
  }
}
