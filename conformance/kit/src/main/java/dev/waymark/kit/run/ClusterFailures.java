package dev.waymark.kit.run;

import dev.waymark.kit.result.EnvironmentFailure;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Says whose fault it is that a request to the API server went wrong, in words for the user. */
final class ClusterFailures {
  private ClusterFailures() {}

  /** What to throw instead. */
  static RuntimeException translate(String what, KubernetesClientException failure) {
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
          what + ": the cluster can't be reached: " + root(failure),
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
    return Stream.iterate(failure, java.util.Objects::nonNull, Throwable::getCause)
        .anyMatch(type::isInstance);
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static String message(KubernetesClientException failure) {
    return failure.getStatus() != null && failure.getStatus().getMessage() != null
        ? failure.getStatus().getMessage()
        : String.valueOf(failure.getMessage());
  }
}
