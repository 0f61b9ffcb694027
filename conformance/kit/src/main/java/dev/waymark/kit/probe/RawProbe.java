package dev.waymark.kit.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.kit.Protocol;
import dev.waymark.kit.Tls;
import dev.waymark.kit.probe.RawAnswer.Ending;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends bytes as they are, well-formed or not, and tells which responses come and whether the
 * server then keeps the connection: what a look at request smuggling needs. Safe for use by many
 * threads.
 */
public final class RawProbe implements AutoCloseable {

  private final ClientTls clientTls = new ClientTls();
  private final Deadlines deadlines = new Deadlines();

  /**
   * Sends bytes over a new connection and listens until the server ends it or the time is over.
   *
   * @param to the address to dial, already resolved by the cluster's dialer
   * @param tls how to speak TLS; null for clear text
   * @param bytes what to send
   * @param methods the methods of the requests among the bytes, in order, since a response to HEAD
   *     has no body; past their end they count as GET
   * @param patience how long to listen; a server that keeps the connection open uses all of it
   * @throws InterruptedException when the thread was interrupted while it waited
   */
  public RawAnswer send(
      InetSocketAddress to,
      @Nullable Tls tls,
      byte[] bytes,
      List<String> methods,
      Duration patience)
      throws InterruptedException {
    var responses = new ArrayList<RawAnswer.Response>();
    boolean connected = false;
    try (var link = new Link();
        var deadline = deadlines.in(patience, link)) {
      try {
        link.open(to, Protocol.HTTP_1_1, tls, clientTls);
        connected = true;
        send(link, bytes);
        var reader = new Http1Reader(link.in());
        while (true) {
          responses.add(next(reader, methods, responses.size()));
        }
      } catch (EOFException e) {
        boolean between = Failures.BEFORE_A_RESPONSE.equals(e.getMessage());
        return new RawAnswer(
            responses,
            connected ? Ending.CLOSED : Ending.NONE,
            between ? null : Failures.describe(e, deadline));
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted during an exchange");
        }
        if (connected && deadline.hasPassed()) {
          return new RawAnswer(responses, Ending.OPEN, null);
        }
        return new RawAnswer(
            responses, connected ? ending(e) : Ending.NONE, Failures.describe(e, deadline));
      }
    } catch (IOException e) {
      throw new IllegalStateException("closing a socket failed", e);
    }
  }

  /** The same for requests without HEAD among them. */
  public RawAnswer send(InetSocketAddress to, @Nullable Tls tls, byte[] bytes, Duration patience)
      throws InterruptedException {
    return send(to, tls, bytes, List.of(), patience);
  }

  private static Ending ending(IOException failure) {
    if (failure instanceof MalformedResponse) {
      return Ending.OPEN;
    }
    return Failures.isReset(failure) ? Ending.RESET : Ending.CLOSED;
  }

  private static void send(Link link, byte[] bytes) throws IOException {
    try {
      link.out().write(bytes);
      link.out().flush();
    } catch (SocketException _) {
      // The server had enough before it had all; what it says is still to be read.
    }
  }

  private static RawAnswer.Response next(Http1Reader reader, List<String> methods, int index)
      throws IOException {
    Http1Response response = reader.read(index < methods.size() ? methods.get(index) : "GET");
    return new RawAnswer.Response(
        response.status(),
        response.headers(),
        new String(response.content(), UTF_8),
        response.trailers());
  }

  @Override
  public void close() {
    deadlines.close();
  }
}
