package dev.waymark.dataplane.hops;

/** Takes hops. Called on event loops: must not wait, must not fail. */
@FunctionalInterface
public interface HopLog {
  /** Keeps nothing. */
  HopLog NONE = _ -> {};

  /** Something goes on, or is over: of what went on both are told, with the same number. */
  void hop(Hop hop);
}
