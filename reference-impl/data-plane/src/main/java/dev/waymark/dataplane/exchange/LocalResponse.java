package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.routing.Action;
import dev.waymark.dataplane.routing.Edits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * A response of the gateway itself: a status and most often no content, since whoever wants to know
 * why reads the log, not the wire.
 */
public final class LocalResponse {
  private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
  private static final AsciiString TEXT = AsciiString.cached("text/plain");

  private final ResponseHead head = new ResponseHead();

  private ByteBuf content = Unpooled.EMPTY_BUFFER;

  private LocalResponse(int status) {
    head.clear();
    head.status(status);
    head.contentLength(0);
    head.headers().add(Names.CONTENT_LENGTH, "0");
  }

  /** A status and a few words, if the request's response may have any. */
  public static LocalResponse of(int status, String text, RequestHead request) {
    var response = new LocalResponse(status);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    HeaderBlock headers = response.head.headers();
    headers.set(Names.CONTENT_LENGTH, Names.CONTENT_LENGTH, String.valueOf(bytes.length));
    headers.add(CONTENT_TYPE, TEXT);
    response.head.contentLength(bytes.length);
    if (!request.isHead()) {
      response.content = Unpooled.wrappedBuffer(bytes);
    }
    return response;
  }

  /** A status and nothing else. */
  public static LocalResponse of(int status) {
    return new LocalResponse(status);
  }

  static LocalResponse of(Action.Redirect redirect, RequestHead request, Arrival arrival) {
    LocalResponse response = new LocalResponse(redirect.status());
    String location = redirect.location().of(request, arrival.scheme(), arrival.port());
    response.head.headers().add(Names.LOCATION, location);
    Edits edits = redirect.response();
    edits.apply(response.head.headers());
    return response;
  }

  ResponseHead head() {
    return head;
  }

  public void sendTo(ClientStream client) {
    boolean headOnly = !content.isReadable();
    client.sendHead(head, headOnly);
    if (!headOnly) {
      client.sendData(content, true);
    }
  }
}
