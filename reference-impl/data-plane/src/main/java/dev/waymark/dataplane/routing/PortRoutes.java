package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.HostPattern;
import dev.waymark.model.Listener;
import dev.waymark.model.Port;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The listeners that share a port. A request belongs to the listener with the most specific host
 * pattern that matches, and to no other: listeners are isolated, as the Gateway API asks.
 * Immutable; any thread may ask it.
 */
public final class PortRoutes {
  /** No listener at all. */
  public static final PortRoutes NONE = new PortRoutes(List.of(), new HostTable<>(Map.of()));

  private final List<Listener> source;
  private final HostTable<ListenerRoutes> listeners;

  private PortRoutes(List<Listener> source, HostTable<ListenerRoutes> listeners) {
    this.source = source;
    this.listeners = listeners;
  }

  /** Compiles the listeners of a port. */
  public static PortRoutes of(Port port) {
    ActionCache actions = new ActionCache();
    Map<HostPattern, ListenerRoutes> byHost = new LinkedHashMap<>();
    for (Listener listener : port.listeners()) {
      byHost.put(listener.host(), ListenerRoutes.of(listener, actions));
    }
    return new PortRoutes(port.listeners(), new HostTable<>(byHost));
  }

  /** What this was compiled from. */
  public List<Listener> listeners() {
    return source;
  }

  /** The listener of a TLS server name; empty where the client sent none. */
  public @Nullable ListenerRoutes listenerOf(String serverName) {
    byte[] host = serverName.getBytes(StandardCharsets.ISO_8859_1);
    return listeners.mostSpecific(host, 0, host.length);
  }

  /** What to do with a request on a connection in clear. */
  public Action find(RequestHead request, SegmentEnds ends) {
    ListenerRoutes listener = listenerOf(request);
    return listener == null ? Action.NOT_FOUND : listener.find(request, ends);
  }

  /**
   * What to do with a request on a TLS connection to {@code serverName}: misdirected if its host is
   * another listener's.
   */
  public Action find(RequestHead request, SegmentEnds ends, String serverName) {
    ListenerRoutes listener = listenerOf(request);
    if (listener != listenerOf(serverName)) {
      return Action.MISDIRECTED;
    }
    return listener == null ? Action.NOT_FOUND : listener.find(request, ends);
  }

  private @Nullable ListenerRoutes listenerOf(RequestHead request) {
    byte[] bytes = request.headers().bytes();
    return listeners.mostSpecific(bytes, request.hostStart(), request.hostEnd());
  }
}
