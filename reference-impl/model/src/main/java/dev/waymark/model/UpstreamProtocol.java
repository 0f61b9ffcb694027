package dev.waymark.model;

/** What a backend speaks. */
public enum UpstreamProtocol {
  /** HTTP/1.1 in clear, what a Service port speaks unless it says otherwise. */
  HTTP_1_1,
  /** HTTP/2 in clear by prior knowledge (RFC 9113 §3.3): {@code appProtocol: kubernetes.io/h2c}. */
  H2C
}
