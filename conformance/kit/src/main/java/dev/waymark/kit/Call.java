package dev.waymark.kit;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A request to a Gateway, to be sent as often as it takes. Its observation is an object with these
 * fields:
 *
 * <pre>{@code
 * status, protocol, headers {lower-case name: values joined with commas}
 * location {scheme, host, port, path, query}           when there is a Location field
 * backend, pod, namespace                              who answered, when it was an echo workload
 * seen {method, path, host, proto, headers {...}, tls} the request as that workload saw it
 * tls {version, alpn}                                  between client and Gateway
 * error                                                why there was no response at all
 * }</pre>
 */
public interface Call extends Subject {
  /** The request in stable names. */
  Request request();

  /** The request as it is sent. */
  Request sent();

  /** How stable names are mapped. */
  Names names();

  /**
   * Makes the call so often, over some connections that are kept.
   *
   * @param times how many requests to send
   * @param each takes every observation, maybe on several threads at once
   * @throws InterruptedException when the run was cancelled meanwhile
   */
  void sample(int times, Consumer<JsonNode> each) throws InterruptedException;
}
