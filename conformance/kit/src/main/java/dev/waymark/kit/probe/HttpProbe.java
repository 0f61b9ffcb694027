package dev.waymark.kit.probe;

import dev.waymark.kit.Exchange;
import dev.waymark.kit.Prober;
import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests as they are written and reads the answers strictly, over HTTP/1.1, h2c by prior
 * knowledge, or TLS with either. Safe for use by many threads. Closing it stops its timer;
 * exchanges under way are not waited for.
 */
public final class HttpProbe implements Prober, AutoCloseable {

  private final ClientTls clientTls = new ClientTls();
  private final Deadlines deadlines = new Deadlines();

  @Override
  public Exchange send(InetSocketAddress to, Request request, Duration timeout)
      throws InterruptedException {
    try (var line = new Line(to)) {
      return line.exchange(request, timeout);
    }
  }

  /**
   * Opens a line to a server, on which requests follow each other over one connection for as long
   * as the server keeps it. Nothing is dialled before the first request.
   */
  public Line line(InetSocketAddress to) {
    return new Line(to);
  }

  @Override
  public void burst(
      Supplier<InetSocketAddress> address,
      Request request,
      int times,
      int connections,
      Duration timeout,
      Consumer<Exchange> each)
      throws InterruptedException {
    var left = new AtomicInteger(times);
    var failures = new ConcurrentLinkedQueue<Throwable>();
    List<Thread> senders =
        IntStream.range(0, Math.min(times, connections))
            .mapToObj(
                _ ->
                    Thread.ofVirtual()
                        .uncaughtExceptionHandler((_, thrown) -> failures.add(thrown))
                        .start(() -> sendWhile(left, line(address.get()), request, timeout, each)))
            .toList();
    try {
      for (Thread sender : senders) {
        sender.join();
      }
    } catch (InterruptedException e) {
      senders.forEach(Thread::interrupt);
      throw e;
    }
    Throwable failure = failures.peek();
    if (failure != null) {
      throw new IllegalStateException("A burst broke off", failure);
    }
  }

  private static void sendWhile(
      AtomicInteger left, Line line, Request request, Duration timeout, Consumer<Exchange> each) {
    try (line) {
      while (left.getAndDecrement() > 0) {
        each.accept(line.exchange(request, timeout));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // The caller was interrupted and stops the burst.
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }

  /** Requests to one server over kept connections, for one thread. All have to speak the same. */
  public final class Line implements AutoCloseable {
    private final InetSocketAddress to;
    private @Nullable Link link;
    private @Nullable Conversation conversation;

    private Line(InetSocketAddress to) {
      this.to = to;
    }

    /**
     * Sends a request over the connection that the last one left open, or over a new one.
     *
     * <p>A server may close an idle connection at any time. Where it did so before a byte of the
     * response came, the request is sent once more over a new connection, as RFC 9112 §9.3.1 has
     * it.
     */
    public Exchange exchange(Request request, Duration timeout) throws InterruptedException {
      boolean kept = conversation != null && conversation.isOpen();
      long start = System.nanoTime();
      Outcome outcome = attempt(request, timeout, kept);
      if (kept && outcome.staleConnection()) {
        outcome = attempt(request, timeout, false);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return outcome.response() != null
          ? Exchange.answered(to, request, outcome.response(), took)
          : Exchange.failed(to, request, String.valueOf(outcome.failure()), took);
    }

    private Outcome attempt(Request request, Duration timeout, boolean kept)
        throws InterruptedException {
      if (!kept) {
        hangUp();
      }
      Link current = link == null ? new Link() : link;
      link = current;
      try (var deadline = deadlines.in(timeout, current)) {
        try {
          Conversation talk = conversation;
          if (talk == null) {
            current.open(to, request.protocol(), request.tls(), clientTls);
            talk = Conversation.on(current, request.protocol());
            conversation = talk;
          }
          Response response = talk.exchange(request, to);
          if (!talk.isOpen()) {
            hangUp();
          }
          return new Outcome(response, null, false);
        } catch (IOException e) {
          hangUp();
          if (Thread.interrupted()) {
            throw new InterruptedException("interrupted during an exchange");
          }
          String words = Failures.describe(e, deadline);
          return new Outcome(null, words, !deadline.hasPassed() && Failures.isBeforeAResponse(e));
        }
      }
    }

    private void hangUp() {
      Link old = link;
      link = null;
      conversation = null;
      if (old != null) {
        try {
          old.close();
        } catch (IOException _) {
          // It is gone all the same.
        }
      }
    }

    @Override
    public void close() {
      hangUp();
    }
  }

  private record Outcome(
      @Nullable Response response, @Nullable String failure, boolean staleConnection) {}
}
