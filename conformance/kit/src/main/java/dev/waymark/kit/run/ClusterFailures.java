package dev.waymark.kit.run;

import dev.waymark.kit.result.EnvironmentFailure;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URL;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Says whose fault it is that a request to the API server went wrong, in words for the user. */
final class ClusterFailures {
  private ClusterFailures() {}

  /**
   * What to throw instead.
   *
   * @param what couldn't be done
   * @param server the address of the API server
   */
  static RuntimeException translate(String what, URL server, KubernetesClientException failure) {
    if (hasCause(failure, InterruptedException.class)) {
      return new Session.Cancelled(failure);
    }
    int code = failure.getCode();
    if (code == 401) {
      return new EnvironmentFailure(
          what + ": the cluster doesn't accept these credentials (401).",
          "Check the user and its token or certificate in the kubeconfig.",
          failure);
    }
    if (code == 403) {
      return new EnvironmentFailure(
          what + ": the cluster forbids it (403): " + message(failure),
          "Run with a user that may manage namespaces, workloads, Secrets and Gateway API objects,"
              + " such as cluster-admin.",
          failure);
    }
    if (code > 0 && code < 500) {
      return new Objects.Refused(what + ": refused (" + code + "): " + message(failure), failure);
    }
    if (code >= 500) {
      return new EnvironmentFailure(
          what + ": the API server failed (" + code + "): " + message(failure),
          "Look at the API server's log; run again when it is well.",
          failure);
    }
    if (isTransient(failure)) {
      return new EnvironmentFailure(
          what + ": the cluster at " + server + " can't be reached: " + obstacle(failure) + ".",
          "Check that the cluster runs and that the kubeconfig's server address is right: kubectl"
              + " version",
          failure);
    }
    return failure;
  }

  /**
   * True when the same request may well succeed a moment later: a connection broke, or the server
   * was busy.
   */
  static boolean isTransient(KubernetesClientException failure) {
    boolean network =
        hasCause(failure, IOException.class) || hasCause(failure, TimeoutException.class);
    return failure.getCode() == 429
        || failure.getCode() >= 500
        || (failure.getCode() <= 0 && network && !hasCause(failure, InterruptedException.class));
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    return causes(failure).anyMatch(type::isInstance);
  }

  /** The JDK's HTTP client says the two most frequent ones by the types of exceptions alone. */
  private static String obstacle(KubernetesClientException failure) {
    if (hasCause(failure, UnresolvedAddressException.class)) {
      return "nobody knows an address for this name";
    }
    if (hasCause(failure, ConnectException.class)) {
      return "the connection is refused";
    }
    return causes(failure)
        .map(Throwable::getMessage)
        .filter(java.util.Objects::nonNull)
        .reduce(failure.getClass().getSimpleName(), (outer, inner) -> inner);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause);
  }

  private static String message(KubernetesClientException failure) {
    return failure.getStatus() != null && failure.getStatus().getMessage() != null
        ? failure.getStatus().getMessage()
        : String.valueOf(failure.getMessage());
  }
}
