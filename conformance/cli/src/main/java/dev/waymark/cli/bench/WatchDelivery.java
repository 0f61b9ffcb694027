package dev.waymark.cli.bench;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long an event takes to each of many watchers, from the moment its write is sent: the write
 * itself is part of it. That is what a controller waits for; Kubernetes' own indicator, which is
 * called watch latency, is shorter, as it begins once the object is stored.
 *
 * <p>The watchers share the machine with the server. So they look for the event's number in the
 * bytes as they come, where decoding each event a hundred times would take longer than sending it.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/sig-scalability/slos/watch_latency.md">Watch
 *     latency</a>
 */
final class WatchDelivery implements AutoCloseable {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final ClusterLoad load;
  private final String name;
  private final int events;
  private final List<Watcher> watchers = new ArrayList<>();
  private final long[] sent;
  private final long[] acknowledged;
  private final AtomicLongArray arrived;
  private final CountDownLatch missing;

  /** Opens watches; each gets only the events that this sends. */
  WatchDelivery(ClusterLoad load, int count, int events) throws IOException, InterruptedException {
    this.load = load;
    this.name = "watched-%d-times-by-%d".formatted(events, count);
    this.events = events;
    sent = new long[events];
    acknowledged = new long[events];
    arrived = new AtomicLongArray(count * events);
    missing = new CountDownLatch(count * events);
    load.send("POST", MAPS, ClusterLoad.map(name, "none"), 201);
    for (int i = 0; i < count; i++) {
      var watcher = new Watcher(i * events);
      watchers.add(watcher);
      load.watch(i, MAPS + "?watch=1&fieldSelector=metadata.name=" + name, watcher);
    }
  }

  /** Reads {@code "key":"NUMBER"} off the stream of one watch, wherever it is cut into parts. */
  private final class Watcher implements BodySubscriber<Void> {

    private static final byte[] MARK = {'"', 'k', 'e', 'y', '"', ':', '"'};

    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final int first;
    private int matched;
    private int number;

    /**
     * Makes a watcher.
     *
     * @param first where the times of its events begin
     */
    Watcher(int first) {
      this.first = first;
    }

    /** The answer counts as here once its head is: a watch has no end to wait for. */
    @Override
    public CompletionStage<Void> getBody() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Subscription watch) {
      subscription.complete(watch);
      watch.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      long now = System.nanoTime();
      for (ByteBuffer part : parts) {
        while (part.hasRemaining()) {
          read(part.get(), now);
        }
      }
    }

    private void read(byte next, long now) {
      if (matched < MARK.length) {
        matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
        number = 0;
      } else if (next >= '0' && next <= '9') {
        number = 10 * number + next - '0';
      } else {
        // The object as it was at first has no number.
        if (next == '"' && arrived.compareAndSet(first + number, 0, now)) {
          missing.countDown();
        }
        matched = 0;
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The watch was closed. Had it ended too early, its events would be missing.
    }

    @Override
    public void onComplete() {
      // As above.
    }

    void close() {
      var unused = subscription.thenAccept(Subscription::cancel);
    }
  }

  /**
   * Times in milliseconds.
   *
   * @param writes until each write is acknowledged
   * @param deliveries until each event is with each watcher
   */
  record Times(double[] writes, double[] deliveries) {}

  /**
   * Changes the watched object at a steady pace.
   *
   * @param interval from one write to the next
   */
  Times run(Duration interval) throws IOException, InterruptedException {
    long began = System.nanoTime();
    for (int i = 0; i < events; i++) {
      TimeUnit.NANOSECONDS.sleep(began + i * interval.toNanos() - System.nanoTime()); // the pace
      sent[i] = System.nanoTime();
      load.send("PUT", MAPS + "/" + name, ClusterLoad.map(name, Integer.toString(i)), 200);
      acknowledged[i] = System.nanoTime();
    }
    if (!missing.await(30, TimeUnit.SECONDS)) {
      throw new IOException(missing.getCount() + " events did not reach their watchers");
    }
    double[] writes = new double[events];
    double[] deliveries = new double[arrived.length()];
    for (int i = 0; i < events; i++) {
      writes[i] = (acknowledged[i] - sent[i]) / 1e6;
    }
    for (int i = 0; i < deliveries.length; i++) {
      deliveries[i] = (arrived.get(i) - sent[i % events]) / 1e6;
    }
    return new Times(writes, deliveries);
  }

  @Override
  public void close() {
    watchers.forEach(Watcher::close);
  }
}
