package dev.waymark.dataplane.authorization;

import dev.waymark.dataplane.exchange.Gate;
import dev.waymark.dataplane.exchange.LocalResponse;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.waypoint.Guard;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the requests of one connection to a guarded Service have to pass. */
public final class ServiceGate implements Gate {
  private static final Logger log = LoggerFactory.getLogger("access");
  private static final String DENIED = "RBAC: access denied"; // as Envoy says it

  private final Peer peer;
  private final Supplier<Guard> guard;

  /**
   * The gate of a connection.
   *
   * @param guard the newest of the Service
   */
  public ServiceGate(Peer peer, Supplier<Guard> guard) {
    this.peer = peer;
    this.guard = guard;
  }

  @Override
  public void ask(RequestHead request, Answer answer) {
    Guard current = guard.get();
    if (current.equals(Guard.NONE)) {
      answer.admit();
      return;
    }
    NormalPath.normalize(request);
    Optional<String> objection = objection(current, new RequestFacts(peer, request));
    if (objection.isPresent()) {
      answer.refuse(LocalResponse.of(403, DENIED, request), objection.get());
    } else {
      answer.admit();
    }
  }

  /** Why a connection whose requests nobody reads may not come in; empty if it may. */
  public static Optional<String> objection(Peer peer, Guard guard) {
    return objection(guard.ofConnections(), new RequestFacts(peer, null));
  }

  private static Optional<String> objection(Guard guard, RequestFacts facts) {
    PolicyDecision.remarks(guard.policies(), facts)
        .forEach(remark -> log.info("{} {}", facts, remark));
    return PolicyDecision.objection(guard.policies(), facts);
  }
}
