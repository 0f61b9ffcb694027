package dev.waymark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A run of the command within the test's own process.
 *
 * @param exitCode what a process would have ended with
 * @param out what went to standard output
 * @param err what went to standard error
 */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var exitCode =
        Waymark.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Returns the last line of standard output, which sums the run up. */
  String lastLine() {
    return out.strip().lines().reduce("", (_, line) -> line);
  }

  /** Returns all that a person sees. */
  String all() {
    return err + out;
  }
}
