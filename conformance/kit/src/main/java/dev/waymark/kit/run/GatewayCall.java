package dev.waymark.kit.run;

import dev.waymark.kit.Call;
import dev.waymark.kit.Header;
import dev.waymark.kit.Names;
import dev.waymark.kit.Prober;
import dev.waymark.kit.Protocol;
import dev.waymark.kit.Request;
import dev.waymark.kubernetes.network.Dialer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A request to an address of the cluster; each look is an exchange over a connection of its own.
 */
final class GatewayCall implements Call {
  /**
   * More than one, so that a gateway which picks a backend per worker is seen; few, so that each is
   * used often.
   */
  private static final int SAMPLING_CONNECTIONS = 8;

  private final String to;
  private final InetSocketAddress address;
  private final Request request;
  private final Request sent;
  private final Names names;
  private final Wire wire;
  private final Pause pause = new Pause();

  /**
   * How requests get there.
   *
   * @param timeout for one exchange
   */
  record Wire(Dialer dialer, Prober prober, Duration timeout) {}

  /**
   * A call.
   *
   * @param to what is called, for a reader
   * @param address its address in the cluster
   * @param request in stable names
   * @param sent what goes over the wire
   */
  GatewayCall(
      String to, InetSocketAddress address, Request request, Request sent, Names names, Wire wire) {
    this.to = to;
    this.address = address;
    this.request = request;
    this.sent = sent;
    this.names = names;
    this.wire = wire;
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
    return "%s %s://%s%s at %s"
        .formatted(
            sent.method(),
            sent.scheme(),
            sent.host() == null ? address.getHostString() : sent.host(),
            sent.path(),
            to);
  }

  @Override
  public JsonNode observe() throws InterruptedException {
    return Observations.of(
        wire.prober().send(wire.dialer().resolve(address), sent, wire.timeout()));
  }

  @Override
  public void sample(int times, Consumer<JsonNode> each) throws InterruptedException {
    wire.prober()
        .burst(
            () -> wire.dialer().resolve(address),
            sent,
            times,
            SAMPLING_CONNECTIONS,
            wire.timeout(),
            exchange -> each.accept(Observations.of(exchange)));
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
    InetSocketAddress dialled = wire.dialer().resolve(address);
    StringJoiner line = new StringJoiner(" ");
    line.add("curl -i -X " + sent.method());
    line.add("--connect-to ::" + dialled.getHostString() + ":" + dialled.getPort());
    if (sent.protocol() == Protocol.H2C) {
      line.add("--http2-prior-knowledge");
    }
    if (sent.tls() != null) {
      line.add(sent.protocol() == Protocol.H2 ? "-k --http2" : "-k --http1.1");
    }
    for (Header header : sent.headers()) {
      line.add("-H " + quoted(header.name() + ": " + header.value()));
    }
    String body = sent.body();
    if (body != null) {
      line.add("--data-raw " + quoted(body));
    }
    String host = sent.host() == null ? address.getHostString() : sent.host();
    String sni = sent.tls() == null ? null : sent.tls().serverName();
    if (sni != null && !sni.equals(host)) {
      line.add("-H " + quoted("Host: " + host)); // curl takes the SNI from the URL
      host = sni;
    }
    line.add(quoted(sent.scheme() + "://" + host + sent.path()));
    return line.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
