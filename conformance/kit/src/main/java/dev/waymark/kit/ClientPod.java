package dev.waymark.kit;

/**
 * A Pod that requests are made from: by the program {@code client} that its image holds, run in the
 * Pod. So they leave from the Pod as those of any program in it, and whatever captures a Pod's
 * connections captures these.
 *
 * <p>That client speaks HTTP without TLS and sends no content; {@link #to} refuses other requests.
 * Without a host the request carries what it is sent to. Stable names throughout.
 */
public interface ClientPod {
  /** Its workload's name in the manifests. */
  String workload();

  /** A request to port 80 of a Service in the Pod's own namespace, by its short name. */
  default Call to(String service, Request request) {
    return to(service, 80, request);
  }

  /** A request to a port of a Service in the Pod's own namespace, by its short name. */
  Call to(String service, int port, Request request);

  /** A request to a port of a Service in any namespace, by its name with the namespace's. */
  Call to(String namespace, String service, int port, Request request);

  /** A request to the address of a Pod of this workload, past all Services. */
  Call toPodOf(String namespace, String workload, int port, Request request);

  /** A request to the address of a Pod that serves this Gateway. */
  Call toPodOfGateway(String namespace, String gateway, int port, Request request);
}
