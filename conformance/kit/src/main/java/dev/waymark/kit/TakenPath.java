package dev.waymark.kit;

/**
 * The path of one request from a client's Pod, as the proxies on it tell of it; each look makes the
 * request anew. Its observation:
 *
 * <pre>{@code
 * status, error          of the request, as for a Call
 * count                  how many hops there are
 * hop 1 {component, direction, workload, from, to, accepted, opened, authority, decision, reason}
 * hop 2 …
 * }</pre>
 *
 * {@code workload} is {@code namespace/workload}; {@code from} and {@code to} are the identities of
 * the two ends, {@code namespace/service-account}, and absent where none is proved; {@code
 * accepted} and {@code opened} are {@code tcp} or {@code hbone}, {@code opened} absent where the
 * way ends; {@code authority} is that of the opened tunnel, an address in it written as {@code pod
 * namespace/workload} or {@code service namespace/name}.
 */
public interface TakenPath extends Subject {
  /** How stable names are mapped. */
  Names names();
}
