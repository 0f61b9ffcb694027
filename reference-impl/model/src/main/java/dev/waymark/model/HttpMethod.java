package dev.waymark.model;

/** The methods that a match can ask for: those of RFC 9110 §9 and PATCH (RFC 5789). */
public enum HttpMethod {
  GET,
  HEAD,
  POST,
  PUT,
  DELETE,
  CONNECT,
  OPTIONS,
  TRACE,
  PATCH
}
