package dev.waymark.dataplane.hbone;

/** Decides what becomes of the tunnels that peers ask for. */
@FunctionalInterface
public interface TunnelAcceptor {
  /**
   * A peer asks for a tunnel. Called on the event loop of its connection; the answer may come
   * later, on the same loop.
   */
  void offered(TunnelOffer offer);
}
