package dev.waymark.kit.progress;

import dev.waymark.kit.catalog.TestCase;
import dev.waymark.kit.catalog.TestCase.CheckCase;
import dev.waymark.kit.plan.Plan;
import dev.waymark.kit.report.Palette;
import dev.waymark.kit.report.Totals;
import dev.waymark.kit.result.Attempt;
import dev.waymark.kit.run.RunListener;
import dev.waymark.kit.run.RunOptions;
import dev.waymark.kit.verdict.Verdict;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/**
 * Shows how a run goes: on a terminal one line that is written anew, and above it what isn't green;
 * elsewhere a plain line for each test and for what isn't green. Goes where progress belongs, to
 * the standard error stream.
 */
public final class Terminal implements RunListener {
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean live;
  private final Palette palette;
  private final Map<Verdict, Integer> totals = new EnumMap<>(Verdict.class);
  private int expected;
  private int done;

  /**
   * Writes to this stream.
   *
   * @param live whether it is a terminal that knows escape sequences
   * @param palette the colours
   */
  public Terminal(PrintWriter out, boolean live, Palette palette) {
    this.out = out;
    this.live = live;
    this.palette = palette;
  }

  @Override
  public synchronized void started(Plan plan, RunOptions options) {
    expected = plan.size() * options.repeat();
    line("Seed " + options.seed());
  }

  @Override
  public synchronized void phase(String what) {
    if (live) {
      status(what);
    } else {
      line(what);
    }
  }

  @Override
  public synchronized void checkEnded(TestCase test, CheckCase check, Attempt attempt) {
    done++;
    totals.merge(attempt.verdict(), 1, Integer::sum);
    if (attempt.verdict() != Verdict.PASS && attempt.verdict() != Verdict.NOT_RUN) {
      line(
          "%s %s.%s: %s"
              .formatted(
                  palette.verdict(attempt.verdict()),
                  test.name(),
                  check.method(),
                  attempt.finding() == null ? "" : attempt.finding().headline()));
    } else if (!live && attempt.verdict() == Verdict.PASS) {
      line("%s %s.%s".formatted(palette.verdict(attempt.verdict()), test.name(), check.method()));
    }
    if (live) {
      status(test.name());
    }
  }

  /** Removes the line that is written anew; to be called once the run is over. */
  public synchronized void finished() {
    if (live) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  private void status(String what) {
    StringBuilder text = new StringBuilder();
    text.append("%d/%d".formatted(done, expected));
    totals.forEach(
        (verdict, count) ->
            text.append(" ").append(count).append(' ').append(Totals.word(verdict)));
    text.append("  ").append(what);
    out.print(CLEAR_LINE + text);
    out.flush();
  }

  private void line(String text) {
    out.println((live ? CLEAR_LINE : "") + text);
    out.flush();
  }
}
