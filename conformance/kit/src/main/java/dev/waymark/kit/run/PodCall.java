package dev.waymark.kit.run;

import dev.waymark.kit.Call;
import dev.waymark.kit.Exchange;
import dev.waymark.kit.Header;
import dev.waymark.kit.Names;
import dev.waymark.kit.Protocol;
import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A request that the {@code client} in a Pod makes; each look runs it anew. */
final class PodCall implements Call {
  /** So many requests for one run of the client: what it prints of them is held in memory. */
  private static final int BATCH = 500;

  /** For making a batch, above what a single request may take. */
  private static final Duration BATCH_TIME = Duration.ofSeconds(60);

  private final Pods pods;
  private final Pods.RunningPod from;
  private final InetSocketAddress to;
  private final Request request;
  private final Request sent;
  private final Names names;
  private final Duration timeout;
  private final Pause pause = new Pause();

  /**
   * A call.
   *
   * @param to what the client is to call; not resolved here, since that is the Pod's business
   * @param request in stable names
   * @param timeout for one exchange
   * @throws IllegalArgumentException for what the client can't send
   */
  PodCall(
      Pods pods,
      Pods.RunningPod from,
      InetSocketAddress to,
      Request request,
      Names names,
      Duration timeout) {
    if (request.tls() != null || request.body() != null) {
      throw new IllegalArgumentException(
          "request: has TLS or content (expected: neither, from a client in a Pod)");
    }
    this.pods = pods;
    this.from = from;
    this.to = to;
    this.request = request;
    this.sent = seeded(request, to, names);
    this.names = names;
    this.timeout = timeout;
  }

  private static Request seeded(Request request, InetSocketAddress to, Names names) {
    Request seeded = names.seeded(request);
    return request.host() == null ? seeded.host(authority(to)) : seeded;
  }

  private static String authority(InetSocketAddress to) {
    return to.getPort() == 80 ? to.getHostString() : to.getHostString() + ":" + to.getPort();
  }

  Pods.RunningPod from() {
    return from;
  }

  InetSocketAddress to() {
    return to;
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Request sent() {
    return sent;
  }

  @Override
  public Names names() {
    return names;
  }

  @Override
  public String says() {
    return "%s http://%s%s%s from Pod %s/%s"
        .formatted(
            sent.method(),
            authority(to),
            sent.path(),
            request.host() == null ? "" : " for host " + sent.host(),
            from.namespace(),
            from.name());
  }

  @Override
  public JsonNode observe() throws InterruptedException {
    return Observations.of(send(1, timeout).getFirst());
  }

  @Override
  public void sample(int times, Consumer<JsonNode> each) throws InterruptedException {
    for (int left = times; left > 0; left -= BATCH) {
      send(Math.min(left, BATCH), BATCH_TIME.plus(timeout))
          .forEach(exchange -> each.accept(Observations.of(exchange)));
    }
  }

  /** Makes so many requests, and returns so many exchanges. */
  private List<Exchange> send(int times, Duration atMost) throws InterruptedException {
    long begun = System.nanoTime();
    // The client has its own time for a request; what it has to say of it is waited for a bit.
    Pods.Output output = pods.run(from, command(times), atMost.plusSeconds(5));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    List<Response> responses = ClientOutput.responses(output.text());
    String failure =
        ClientOutput.failure(output.text())
            .orElse(output.ended() ? "the client printed no answer" : "the client didn't end");
    return Stream.concat(
            responses.stream()
                .limit(times)
                .map(response -> Exchange.answered(to, sent, response, took)),
            Stream.generate(() -> Exchange.failed(to, sent, failure, took))
                .limit(Math.max(0, times - responses.size())))
        .toList();
  }

  private List<String> command(int times) {
    List<String> command = new ArrayList<>();
    command.add("client");
    command.add("http://" + authority(to) + sent.path());
    command.add("--method=" + sent.method());
    command.add("--timeout=" + timeout.toSeconds() + "s");
    if (sent.protocol() == Protocol.H2C) {
      command.add("--http2");
    }
    if (request.host() != null) {
      command.add("-H");
      command.add("Host:" + sent.host());
    }
    for (Header header : sent.headers()) {
      command.add("-H");
      command.add(header.name() + ":" + header.value());
    }
    if (times > 1) {
      command.add("--count=" + times);
    }
    return command;
  }

  @Override
  public void awaitChange(Duration atMost) throws InterruptedException {
    pause.take(atMost);
  }

  @Override
  public int looksInARow() {
    return 3; // as the official suite asks (its RequiredConsecutiveSuccesses)
  }

  @Override
  public String shellLine() {
    return "kubectl exec -n %s %s -c %s -- %s"
        .formatted(
            from.namespace(),
            from.name(),
            from.container(),
            command(1).stream().map(PodCall::quoted).collect(Collectors.joining(" ")));
  }

  private static String quoted(String text) {
    return text.matches("[\\w./:=@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
