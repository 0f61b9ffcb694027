package dev.waymark.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU times as Linux counts them (proc(5)). */
final class ProcStat {
  private static final long MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux
  private static final int USER_TIME = 11; // fields behind the command's name, from zero
  private static final int STEAL = 8;
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;

  private ProcStat() {}

  /** User and system time of a process and of the children that it has waited for. */
  static long cpuMicros(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = USER_TIME; i < USER_TIME + 4; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks * MICROS_PER_TICK;
  }

  /** Time that the machine's cores have been busy, whoever it was, or stolen from them. */
  static long busyMicros() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElseThrow().trim().split(" +", -1);
      long ticks = 0;
      for (int i = 1; i <= STEAL; i++) {
        if (i != IDLE && i != IO_WAIT) {
          ticks += Long.parseLong(fields[i]);
        }
      }
      return ticks * MICROS_PER_TICK;
    }
  }
}
