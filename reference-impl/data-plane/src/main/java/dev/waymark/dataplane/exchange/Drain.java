package dev.waymark.dataplane.exchange;

/**
 * Fired as a user event on a client's connection: finish what is going on, and take no further
 * request.
 */
public enum Drain {
  NOW
}
