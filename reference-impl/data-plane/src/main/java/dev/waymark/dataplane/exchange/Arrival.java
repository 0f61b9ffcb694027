package dev.waymark.dataplane.exchange;

import dev.waymark.dataplane.routing.PortRoutes;
import dev.waymark.model.Scheme;
import io.netty.util.AsciiString;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a connection came in; the same for all its requests.
 *
 * @param port the listener's port
 * @param serverName of TLS, empty where the client sent none
 * @param forwardedFor the client's address, as {@code X-Forwarded-For} names it
 * @param routes the newest table of the port
 * @param gate what requests have to pass before they are routed
 * @param caller null for a connection that came straight from its client
 */
public record Arrival(
    Scheme scheme,
    int port,
    String serverName,
    AsciiString forwardedFor,
    Supplier<PortRoutes> routes,
    Gate gate,
    @Nullable Caller caller) {}
