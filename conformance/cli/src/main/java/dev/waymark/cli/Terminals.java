package dev.waymark.cli;

/** What the process writes to. */
final class Terminals {
  private Terminals() {}

  /** Tells whether a person reads along. */
  static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /** Tells whether a line can be written anew. */
  static boolean isLive() {
    return !"dumb".equals(System.getenv("TERM")) && System.getenv("CI") == null;
  }
}
