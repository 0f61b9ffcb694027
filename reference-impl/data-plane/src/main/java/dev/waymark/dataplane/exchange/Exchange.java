package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.dataplane.loop.Deadline;
import dev.waymark.dataplane.routing.Action;
import dev.waymark.dataplane.routing.WeightedChoice;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. The client's codec begins it and feeds the request's body; the
 * backend's codec feeds the response. It holds no data: a side that can't take more makes it pause
 * the other.
 */
public final class Exchange {
  private static final AsciiString VIA = AsciiString.cached("1.1 waymark"); // RFC 9110 §7.6.3
  private static final int CONNECT_ATTEMPTS =
      3; // of endpoints that refuse; nothing has been sent to them

  private final Worker worker;
  private final ClientStream client;
  private final Arrival arrival;
  private final RequestHead request;
  private final Interceptor interceptor;
  private Action.@Nullable Forward forward;
  private WeightedChoice.@Nullable Backend backend;
  private @Nullable UpstreamStream upstream;
  private @Nullable Deadline deadline;
  private boolean reusedConnection;
  private boolean retried;
  private int connectAttempts;
  private boolean responseStarted;
  private boolean ended;

  private Exchange(Worker worker, ClientStream client, Arrival arrival, RequestHead request) {
    this.worker = worker;
    this.client = client;
    this.arrival = arrival;
    this.request = request;
    this.interceptor = worker.interceptor();
  }

  /**
   * Makes an exchange of a request that has just arrived. The client's codec remembers it and calls
   * {@link #begin}; the head is the exchange's until the response ends.
   */
  public static Exchange of(
      Worker worker, ClientStream client, Arrival arrival, RequestHead request) {
    return new Exchange(worker, client, arrival, request);
  }

  /** Sets things going; the response may come before this returns. */
  public void begin() {
    if (arrival.gate() == Gate.OPEN) {
      admitted();
      return;
    }
    var answer = new GateAnswer();
    arrival.gate().ask(request, answer);
    if (!answer.given && request.hasBody()) {
      client.pauseRequest();
    }
  }

  private final class GateAnswer implements Gate.Answer {
    private boolean given;

    @Override
    public void admit() {
      given = true;
      if (!ended) {
        admitted();
      }
    }

    @Override
    public void refuse(LocalResponse response, String reason) {
      given = true;
      if (!ended) {
        interceptor.refused(request, arrival, reason);
        answer(response);
      }
    }
  }

  private void admitted() {
    Action action = route();
    switch (action) {
      case Action.Reply reply -> answer(LocalResponse.of(reply.status()));
      case Action.Redirect redirect -> answer(LocalResponse.of(redirect, request, arrival));
      case Action.Forward forwarding -> forward(forwarding);
    }
  }

  private Action route() {
    RequestHead routed = interceptor.routing(request, arrival);
    return switch (arrival.scheme()) {
      case HTTP -> arrival.routes().get().find(routed, worker.segmentEnds());
      case HTTPS -> arrival.routes().get().find(routed, worker.segmentEnds(), arrival.serverName());
    };
  }

  private void forward(Action.Forward forwarding) {
    switch (forwarding.choice().choose()) {
      case WeightedChoice.Invalid _ -> answer(LocalResponse.of(500));
      case WeightedChoice.Backend chosen -> {
        forward = forwarding;
        backend = chosen;
        prepare(forwarding, chosen);
        if (request.hasBody()) {
          client.pauseRequest();
        }
        if (forwarding.timeouts().shortest() > 0) {
          timeOutAfter(forwarding.timeouts().shortest());
        }
        worker.upstreams().open(chosen.id(), chosen.protocol(), this, false);
      }
    }
  }

  private void timeOutAfter(long nanos) {
    deadline = new Deadline(worker.loop(), this::timedOut);
    deadline.set(Duration.ofNanos(nanos));
  }

  private void prepare(Action.Forward forwarding, WeightedChoice.Backend chosen) {
    HeaderBlock headers = request.headers();
    forwarding.request().apply(headers);
    chosen.request().apply(headers);
    forwarding.rewrite().apply(request);
    headers.add(
        Names.X_FORWARDED_FOR,
        arrival.forwardedFor()); // behind those of proxies before: one list (RFC 9110 §5.3)
    headers.set(Names.X_FORWARDED_PROTO, Names.X_FORWARDED_PROTO, arrival.scheme().text());
    headers.add(Names.VIA, VIA);
    interceptor.forwarding(request);
  }

  /** Whether the route switches the default time-out of responses off or sets its own. */
  public boolean hasOwnTimeouts() {
    return forward != null && forward.timeouts().own();
  }

  // ---- from the client's codec

  /** Takes a part of the request's body, and its ownership. */
  public void requestData(ByteBuf data, boolean last) {
    if (upstream == null || ended) {
      data.release(); // of a request that was answered without it
      return;
    }
    upstream.sendData(data, last);
    if (!last && !upstream.isWritable()) {
      client.pauseRequest();
    }
  }

  /** The request ends here. */
  public void requestEnd(@Nullable HeaderBlock trailers) {
    if (upstream != null && !ended) {
      upstream.sendEnd(trailers);
    }
  }

  /** The client can take more of the response. */
  public void clientWritable() {
    if (upstream != null && !ended) {
      upstream.resumeResponse();
    }
  }

  /** The client has gone, or broken the request off. */
  public void clientGone() {
    if (!ended) {
      UpstreamStream stream = upstream;
      end();
      if (stream != null) {
        stream.cancel();
      }
    }
  }

  // ---- from the upstreams and the backend's codec

  /** Whether anyone still waits for the response. */
  public boolean isWanted() {
    return !ended;
  }

  /**
   * A way to the backend is there.
   *
   * @param reused whether the connection has served others, so that the backend may be closing it
   *     right now
   */
  public void connected(UpstreamStream stream, boolean reused) {
    upstream = stream;
    reusedConnection = reused;
    interceptor.connected(stream.channel());
    stream.sendHead(request, !request.hasBody());
    if (request.hasBody()) {
      client.resumeRequest();
    }
  }

  /**
   * No way to the backend: {@code refused} if an endpoint could not be reached, so that another may
   * be tried.
   */
  public void unavailable(boolean refused) {
    if (ended) {
      return;
    }
    if (refused && ++connectAttempts < CONNECT_ATTEMPTS && backend != null) {
      worker.upstreams().open(backend.id(), backend.protocol(), this, true);
    } else {
      answer(LocalResponse.of(503));
    }
  }

  /** The backend can take more of the request. */
  public void upstreamWritable() {
    if (!ended) {
      client.resumeRequest();
    }
  }

  /** Takes the head of a response; it is the exchange's only during the call. */
  public void responseHead(ResponseHead head, boolean last) {
    if (head.isInterim()) {
      client.sendInterim(head);
      return;
    }
    responseStarted = true;
    if (backend != null && forward != null) {
      backend.response().apply(head.headers());
      forward.response().apply(head.headers());
    }
    interceptor.answering(head);
    if (last) {
      end();
    }
    client.sendHead(head, last);
    slowDown(last);
  }

  /** Takes a part of the response's body, and its ownership. */
  public void responseData(ByteBuf data, boolean last) {
    if (last) {
      end();
    }
    client.sendData(data, last);
    slowDown(last);
  }

  private void slowDown(boolean last) {
    if (!last && upstream != null && !client.isWritable()) {
      upstream.pauseResponse();
    }
  }

  /** The response ends here. */
  public void responseEnd(@Nullable HeaderBlock trailers) {
    end();
    client.sendEnd(trailers);
  }

  /**
   * The backend's connection failed, or what it sent can't be understood.
   *
   * @param untouched whether not a byte of a response has come
   */
  public void upstreamFailed(boolean untouched) {
    if (ended) {
      return;
    }
    upstream = null;
    if (responseStarted) {
      end();
      client.abort();
    } else if (untouched
        && reusedConnection
        && !retried
        && request.isReplayable()
        && backend != null) {
      retried =
          true; // the backend closed an idle connection just when the request was on its way (RFC
      // 9112 §9.3.1)
      worker.upstreams().open(backend.id(), backend.protocol(), this, true);
    } else {
      answer(LocalResponse.of(502));
    }
  }

  /** The backend or the client took too long. */
  public void timedOut() {
    if (ended) {
      return;
    }
    UpstreamStream stream = upstream;
    upstream = null;
    if (responseStarted) {
      end();
      client.abort();
    } else {
      answer(LocalResponse.of(504));
    }
    if (stream != null) {
      stream.cancel();
    }
  }

  private void answer(LocalResponse response) {
    end();
    client
        .resumeRequest(); // whatever body there is goes nowhere, but the connection goes on behind
    // it
    interceptor.answering(response.head());
    response.sendTo(client);
  }

  private void end() {
    ended = true;
    if (deadline != null) {
      deadline.cancel();
    }
  }
}
