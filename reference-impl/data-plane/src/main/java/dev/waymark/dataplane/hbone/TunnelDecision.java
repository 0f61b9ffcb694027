package dev.waymark.dataplane.hbone;

import java.net.InetSocketAddress;

/** What becomes of a tunnel that someone asks for. */
public sealed interface TunnelDecision {
  /**
   * It is refused.
   *
   * @param status 400 for a request that makes no sense here, 401 for one that policy denies, 503
   *     for one that can't be served now
   * @param reason for the log; the peer does not see it
   */
  record Refuse(int status, String reason) implements TunnelDecision {
    public Refuse {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
      }
    }

    static Refuse badRequest(String reason) {
      return new Refuse(400, reason);
    }

    static Refuse unavailable(String reason) {
      return new Refuse(503, reason);
    }

    /** Policy denies it. */
    public static Refuse denied(String reason) {
      return new Refuse(401, reason);
    }
  }

  /**
   * It leads to a TCP connection, which is opened before the peer hears that all is well.
   *
   * @param upstream where to connect to
   * @param preamble bytes that go before the peer's, a PROXY header for example
   * @param baggage told to the peer: who serves it
   */
  record Forward(InetSocketAddress upstream, byte[] preamble, Baggage baggage)
      implements TunnelDecision {
    /** Leads there, and says nothing more to anyone. */
    public static Forward to(InetSocketAddress upstream) {
      return new Forward(upstream, new byte[0], Baggage.NONE);
    }
  }
}
