package dev.waymark.model.waypoint;

import dev.waymark.model.Listener;
import dev.waymark.model.WeightedBackend;
import java.util.List;

/** One port of a Service in front of which a waypoint stands. */
public sealed interface FrontedPort {
  /** The Service's port. */
  int number();

  /**
   * Requests of HTTP, by the routes of the listener, whose host is every host: in a mesh the
   * Service is known by its address. Where a Service has no routes the control plane gives it one
   * that forwards all requests to the Service itself, so that an empty listener means that no
   * request matches.
   */
  record Http(int number, Listener listener) implements FrontedPort {}

  /**
   * Connections, each to one of the backends, in proportion to their weights. Without a backend of
   * weight above zero they are refused.
   */
  record Tcp(int number, List<WeightedBackend> backends) implements FrontedPort {
    public Tcp {
      backends = List.copyOf(backends);
    }
  }
}
