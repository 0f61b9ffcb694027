package dev.waymark.model;

/** What is spoken to a backend. */
public enum UpstreamProtocol {
  /** HTTP/1.1 in clear, unless something says otherwise. */
  HTTP_1_1,
  /**
   * HTTP/2 in clear by prior knowledge (RFC 9113 §3.3): where the Service's port says so ({@code
   * appProtocol: kubernetes.io/h2c}), and wherever the route is of gRPC.
   */
  H2C
}
