package dev.waymark.kit.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import java.io.IOException;
import java.net.InetSocketAddress;

/** HTTP/1.1 over one connection. */
final class Http1Conversation implements Conversation {

  private final Link link;
  private final Http1Reader reader;
  private boolean open = true;

  Http1Conversation(Link link) throws IOException {
    this.link = link;
    this.reader = new Http1Reader(link.in());
  }

  @Override
  public Response exchange(Request request, InetSocketAddress to) throws IOException {
    link.out().write(Http1Writer.write(request, to));
    link.out().flush();
    Http1Response response = reader.read(request.method());
    open = response.keepsConnection();
    return new Response(
        response.status(),
        response.version(),
        response.headers(),
        new String(response.content(), UTF_8),
        link.tls());
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
