package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.relay.Relay;
import java.net.SocketAddress;

/**
 * Hears of tunnels when they begin and when they are over. Called on event loops; must not wait.
 */
public interface TunnelLog {
  /** Keeps nothing. */
  TunnelLog NONE =
      new TunnelLog() {
        @Override
        public void refused(TunnelRequest request, TunnelDecision.Refuse refusal) {}

        @Override
        public Relay.Ended began(
            TunnelRequest request, TunnelDecision.Forward to, SocketAddress upstreamLocal) {
          return (_, _, _) -> {};
        }
      };

  /** A tunnel was refused, by decision or because where it leads can't be reached. */
  void refused(TunnelRequest request, TunnelDecision.Refuse refusal);

  /**
   * A tunnel is being served from now on.
   *
   * @param upstreamLocal this proxy's end of the connection that the tunnel leads to
   * @return hears of the tunnel's end; the peer is the first of the two
   */
  Relay.Ended began(TunnelRequest request, TunnelDecision.Forward to, SocketAddress upstreamLocal);
}
