package dev.waymark.dataplane.hbone;

import dev.waymark.dataplane.relay.Duplex;
import io.netty.channel.EventLoop;

/**
 * A tunnel that a peer asks for. It must be answered, once, on its event loop; the peer may be gone
 * by then, which the tunnel's receiver hears at once.
 */
public interface TunnelOffer {
  /** What is asked for, and by whom. */
  TunnelRequest request();

  /** Where to answer. */
  EventLoop loop();

  /** Answers with the refusal's status. */
  void refuse(TunnelDecision.Refuse refusal);

  /**
   * Answers with 200, and says who serves the peer.
   *
   * @return the tunnel, open unless the peer has given up
   */
  Duplex accept(Baggage baggage);
}
