package dev.waymark.gatewaytests;

import dev.waymark.kit.Status;

/** Which kinds of route a listener supports when it doesn't choose. */
public final class Kinds {
  private Kinds() {}

  /**
   * The kinds of a listener with protocol HTTP or HTTPS: HTTPRoute, perhaps others that HTTP can
   * carry (GRPCRoute, an implementation's own), but none that it can't.
   */
  public static Status ofHttp(Status listener) {
    return listener.kinds("HTTPRoute").noKinds("TLSRoute", "TCPRoute", "UDPRoute");
  }
}
