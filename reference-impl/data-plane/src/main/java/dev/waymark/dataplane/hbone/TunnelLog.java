package dev.waymark.dataplane.hbone;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Hears of tunnels when they are over. Called on event loops; must not wait. */
public interface TunnelLog {
  /** Keeps nothing. */
  TunnelLog NONE =
      new TunnelLog() {
        @Override
        public void refused(TunnelRequest request, TunnelDecision.Refuse refusal) {}

        @Override
        public void ended(TunnelRequest request, TunnelDecision.Forward to, Traffic traffic) {}
      };

  /** A tunnel was refused, by decision or because where it leads can't be reached. */
  void refused(TunnelRequest request, TunnelDecision.Refuse refusal);

  /** A tunnel that was served is over. */
  void ended(TunnelRequest request, TunnelDecision.Forward to, Traffic traffic);

  /**
   * What went through a tunnel.
   *
   * @param upstreamLocal this proxy's end of the connection that the tunnel led to
   * @param bytesIn from the peer
   * @param bytesOut to the peer
   * @param nanos how long it was open
   * @param failure null if both directions were ended in order
   */
  record Traffic(
      @Nullable SocketAddress upstreamLocal,
      long bytesIn,
      long bytesOut,
      long nanos,
      @Nullable Throwable failure) {}
}
