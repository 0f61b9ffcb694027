package dev.waymark.dataplane.routing;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The routes of one listener, by host and path. Immutable. */
public final class ListenerRoutes {
  private final String name;
  private final HostTable<PathTable> hosts;

  private ListenerRoutes(String name, HostTable<PathTable> hosts) {
    this.name = name;
    this.hosts = hosts;
  }

  static ListenerRoutes of(Listener listener, ActionCache actions) {
    Map<HostPattern, List<HttpRoute>> byHost = new LinkedHashMap<>();
    for (Listener.AttachedRoute attached : listener.routes()) {
      for (HostPattern host : attached.hosts()) {
        byHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(attached.route());
      }
    }
    Map<HostPattern, PathTable> tables = new LinkedHashMap<>();
    byHost.forEach((host, routes) -> tables.put(host, PathTable.of(routes, actions)));
    return new ListenerRoutes(listener.name(), new HostTable<>(tables));
  }

  /** The Gateway's name for the listener. */
  public String name() {
    return name;
  }

  /**
   * Host patterns are tried from the most specific to the least; the first under which a rule
   * matches decides.
   */
  Action find(RequestHead request, SegmentEnds ends) {
    byte[] bytes = request.headers().bytes();
    int start = request.hostStart();
    int end = request.hostEnd();
    Action found = find(hosts.exact(bytes, start, end), request, ends);
    for (int dot = hosts.firstDot(bytes, start, end);
        found == null && dot < end;
        dot = HostTable.nextDot(bytes, dot, end)) {
      found = find(hosts.suffix(bytes, dot, end), request, ends);
    }
    if (found == null) {
      found = find(hosts.any(), request, ends);
    }
    return found != null ? found : Action.NOT_FOUND;
  }

  private static @Nullable Action find(
      @Nullable PathTable table, RequestHead request, SegmentEnds ends) {
    return table == null ? null : table.find(request, ends);
  }
}
