package dev.waymark.dataplane.hops;

/** Takes hops. Called on event loops: must not wait, must not fail. */
@FunctionalInterface
public interface HopLog {
  /** Keeps nothing. */
  HopLog NONE = _ -> {};

  /** A hop is over. */
  void hop(Hop hop);
}
