package dev.waymark.model.workload;

import java.util.List;

/**
 * How an endpoint of a Service is chosen.
 *
 * @param preference in which an endpoint should equal the client, the first scope first
 * @param onlyHealthy whether endpoints that are not ready are left out
 */
public record LoadBalancing(List<Scope> preference, Mode mode, boolean onlyHealthy) {
  /** Every healthy endpoint alike. */
  public static final LoadBalancing EVEN = new LoadBalancing(List.of(), Mode.UNSPECIFIED, true);

  public LoadBalancing {
    preference = List.copyOf(preference);
  }

  /** What may be equal between a client and an endpoint. */
  public enum Scope {
    NETWORK,
    REGION,
    ZONE,
    SUBZONE,
    NODE,
    CLUSTER
  }

  /** What the preference means. */
  public enum Mode {
    /** Nothing. */
    UNSPECIFIED,
    /** Endpoints that are not equal in all of it take nothing. */
    STRICT,
    /** Those that are equal in most of it take all. */
    FAILOVER,
    /** No choice: the connection goes on to the address that the client named. */
    PASSTHROUGH
  }
}
