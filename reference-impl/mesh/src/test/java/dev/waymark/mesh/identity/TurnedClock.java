package dev.waymark.mesh.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A clock and a scheduler that stand still until they are turned; tasks run on who turns them. */
final class TurnedClock implements InstantSource {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing((Task task) -> task.due));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  final ScheduledThreadPoolExecutor scheduler =
      new ScheduledThreadPoolExecutor(0) { // which never starts a thread: nothing is given to it
        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
          Task task = new Task(command, now.plus(Duration.of(delay, unit.toChronoUnit())));
          tasks.add(task);
          return task;
        }
      };

  @Override
  public Instant instant() {
    return now;
  }

  void turn(Duration by) {
    Instant end = now.plus(by);
    for (Task next = tasks.peek(); next != null && !next.due.isAfter(end); next = tasks.peek()) {
      tasks.remove(next);
      now = next.due.isAfter(now) ? next.due : now;
      next.run();
    }
    now = end;
  }

  private static final class Task extends FutureTask<@Nullable Void>
      implements ScheduledFuture<@Nullable Void> {
    private final Instant due;

    Task(Runnable command, Instant due) {
      super(command, null);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }
  }
}
