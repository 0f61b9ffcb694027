package dev.waymark.model;

/** The schemes of HTTP, each with its well-known port (RFC 9110 §4.2). */
public enum Scheme {
  HTTP("http", 80),
  HTTPS("https", 443);

  private final String text;
  private final int port;

  Scheme(String text, int port) {
    this.text = text;
    this.port = port;
  }

  /** As it stands in a URL. */
  public String text() {
    return text;
  }

  /** The port that a URL need not spell out. */
  public int wellKnownPort() {
    return port;
  }
}
