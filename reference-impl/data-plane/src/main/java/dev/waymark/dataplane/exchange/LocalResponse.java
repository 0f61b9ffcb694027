package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.routing.Action;
import dev.waymark.dataplane.routing.Edits;

/**
 * A response of the gateway itself: a status and no content, since whoever wants to know why reads
 * the log, not the wire.
 */
public final class LocalResponse {
  private final ResponseHead head = new ResponseHead();

  private LocalResponse(int status) {
    head.clear();
    head.status(status);
    head.contentLength(0);
    head.headers().add(Names.CONTENT_LENGTH, "0");
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
    client.sendHead(head, true);
  }
}
