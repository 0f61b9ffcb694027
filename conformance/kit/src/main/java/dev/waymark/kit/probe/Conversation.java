package dev.waymark.kit.probe;

import dev.waymark.kit.Protocol;
import dev.waymark.kit.Request;
import dev.waymark.kit.Response;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Requests and their responses over one connection, one after the other. */
interface Conversation {

  /** Sends a request and reads its response. */
  Response exchange(Request request, InetSocketAddress to) throws IOException;

  /** Whether the connection takes another request. */
  boolean isOpen();

  /** Begins to speak on a connection that is open. */
  static Conversation on(Link link, Protocol protocol) throws IOException {
    return switch (protocol) {
      case HTTP_1_1 -> new Http1Conversation(link);
      case H2, H2C -> new Http2Conversation(link);
    };
  }
}
