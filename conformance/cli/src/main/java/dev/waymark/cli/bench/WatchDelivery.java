package dev.waymark.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/** How long an event takes to each of many watchers, from the moment its write is sent. */
final class WatchDelivery implements AutoCloseable {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String MARK = "\"key\":\"";

  private final ClusterLoad load;
  private final String name;
  private final int events;
  private final List<Stream<String>> watches = new ArrayList<>();
  private final AtomicLongArray sent;
  private final AtomicLongArray arrived;
  private final CountDownLatch missing;

  /** Opens watches; each gets only the events that this sends. */
  WatchDelivery(ClusterLoad load, int watchers, int events)
      throws IOException, InterruptedException {
    this.load = load;
    this.name = "watched-by-" + watchers;
    this.events = events;
    sent = new AtomicLongArray(events);
    arrived = new AtomicLongArray(watchers * events);
    missing = new CountDownLatch(watchers * events);
    load.send("POST", MAPS, ClusterLoad.map(name, "-1"), 201);
    for (int i = 0; i < watchers; i++) {
      Stream<String> watch = load.watch(i, MAPS + "?watch=1&fieldSelector=metadata.name=" + name);
      watches.add(watch);
      int watcher = i;
      Thread.ofVirtual().name("watcher-" + i).start(() -> read(watch.iterator(), watcher));
    }
  }

  private void read(Iterator<String> lines, int watcher) {
    try {
      while (lines.hasNext()) {
        String line = lines.next();
        long now = System.nanoTime();
        int mark = line.indexOf(MARK) + MARK.length();
        int event = Integer.parseInt(line, mark, line.indexOf('"', mark), 10);
        if (event >= 0 && arrived.compareAndSet(watcher * events + event, 0, now)) {
          missing.countDown();
        }
      }
    } catch (UncheckedIOException _) {
      // The watch was closed. Had it ended too early, its events would be missing.
    }
  }

  /**
   * Changes the watched object at a steady pace.
   *
   * @return the time of each event to each watcher, in milliseconds
   */
  double[] run(long pauseMillis) throws IOException, InterruptedException {
    for (int i = 0; i < events; i++) {
      sent.set(i, System.nanoTime());
      load.send("PUT", MAPS + "/" + name, ClusterLoad.map(name, Integer.toString(i)), 200);
      TimeUnit.MILLISECONDS.sleep(pauseMillis); // the pace that is asked for
    }
    if (!missing.await(30, TimeUnit.SECONDS)) {
      throw new IOException(missing.getCount() + " events did not reach their watchers");
    }
    double[] millis = new double[arrived.length()];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = (arrived.get(i) - sent.get(i % events)) / 1e6;
    }
    return millis;
  }

  @Override
  public void close() {
    watches.forEach(Stream::close);
  }
}
