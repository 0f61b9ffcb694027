package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.security.AuthorizationPolicy;
import dev.waymark.controlplane.status.AuthorizationPolicyStatus;
import dev.waymark.controlplane.status.ClassStatus;
import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.RouteStatus;
import dev.waymark.controlplane.status.ServiceStatus;
import dev.waymark.controlplane.status.StatusWrite;
import dev.waymark.controlplane.view.ClusterView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes statuses through the status subresource: only those that differ from what stands there,
 * one write per object at a time. A write that meets a conflict is made anew on the object as it is
 * now, so that nothing of others is lost.
 */
final class StatusWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);

  /** Enough to hide the latency of an API server, few enough not to be throttled by it. */
  private static final int CONCURRENT_WRITES = 8;

  /** More conflicts in a row mean that another controller fights for the same fields. */
  private static final int ATTEMPTS = 5;

  private final KubernetesClient client;
  private final InstantSource clock;
  private final Runnable retry;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore slots = new Semaphore(CONCURRENT_WRITES);
  private final Map<Target, Job> settled = new HashMap<>();
  private final Set<Target> inFlight = new HashSet<>();
  private final Map<Target, Job> waiting = new HashMap<>();

  /**
   * A writer.
   *
   * @param retry asks for the statuses to be given again later, after one could not be written
   */
  StatusWriter(KubernetesClient client, InstantSource clock, Runnable retry) {
    this.client = client;
    this.clock = clock;
    this.retry = retry;
  }

  /**
   * Whose status, and the part of it that is written as a whole.
   *
   * @param part the controller whose entries of a route these are; else nothing
   */
  private record Target(String kind, @Nullable String namespace, String name, String part) {
    static Target of(HasMetadata object, StatusWrite wanted) {
      return new Target(
          object.getKind(),
          object.getMetadata().getNamespace(),
          object.getMetadata().getName(),
          wanted instanceof RouteStatus route ? route.controller() : "");
    }
  }

  /** A status to write, and the object as it was when that was decided. */
  private record Job(HasMetadata live, StatusWrite wanted) {
    @SuppressWarnings("ReferenceEquality") // an object that changed is another one
    boolean isSame(Job other) {
      return live == other.live && wanted.equals(other.wanted);
    }
  }

  /** Sees to it that the objects of the view get these statuses. */
  synchronized void write(List<StatusWrite> statuses, ClusterView view) {
    for (StatusWrite wanted : statuses) {
      HasMetadata live = live(wanted, view);
      if (live != null) {
        submit(Target.of(live, wanted), new Job(live, wanted));
      }
    }
  }

  private static @Nullable HasMetadata live(StatusWrite wanted, ClusterView view) {
    return switch (wanted) {
      case ClassStatus status -> view.classes().get(status.name());
      case GatewayStatus status -> view.gateways().get(status.gateway());
      case RouteStatus status -> view.routes().get(status.route());
      case ServiceStatus status -> view.services().get(status.service());
      case AuthorizationPolicyStatus status -> view.policies().authorization().get(status.policy());
    };
  }

  private synchronized void submit(Target target, Job job) {
    Job known = settled.get(target);
    if (known != null && known.isSame(job)) {
      return;
    }
    settled.put(target, job);
    if (inFlight.contains(target)) {
      waiting.put(target, job);
    } else if (merge(job.live(), job.wanted(), clock.instant()).isPresent()) {
      inFlight.add(target);
      try {
        threads.execute(() -> run(target, job));
      } catch (RejectedExecutionException _) {
        // Closed: nobody is to be told anything any more.
      }
    }
  }

  private void run(Target target, Job first) {
    Job job = first;
    while (job != null) {
      @Nullable HasMetadata written = attempt(target, job);
      job = next(target, written);
    }
  }

  private synchronized @Nullable Job next(Target target, @Nullable HasMetadata written) {
    Job job = waiting.remove(target);
    if (job == null) {
      inFlight.remove(target);
      return null;
    }
    return written == null ? job : new Job(written, job.wanted());
  }

  /** The object as it was written; null if there was nothing to write or it could not be. */
  private @Nullable HasMetadata attempt(Target target, Job job) {
    try {
      slots.acquire();
      try {
        return writeUntilDone(job);
      } finally {
        slots.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (KubernetesClientException | IllegalStateException e) {
      failed(target, e); // the latter where the client was closed first
      return null;
    }
  }

  private synchronized void failed(Target target, RuntimeException e) {
    if (threads.isShutdown()) {
      return;
    }
    LOG.warn("status of {} not written: {}", target, e.getMessage());
    settled.remove(target);
    retry.run();
  }

  private @Nullable HasMetadata writeUntilDone(Job job) {
    HasMetadata live = job.live();
    for (int attempt = 1; ; attempt++) {
      Optional<? extends HasMetadata> merged = merge(live, job.wanted(), clock.instant());
      if (merged.isEmpty()) {
        return live;
      }
      try {
        return client.resource(merged.get()).updateStatus();
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          return null;
        }
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
      HasMetadata now = client.resource(live).get();
      if (now == null) {
        return null;
      }
      live = now;
    }
  }

  private static Optional<? extends HasMetadata> merge(
      HasMetadata live, StatusWrite wanted, Instant now) {
    return switch (wanted) {
      case ClassStatus status -> StatusMerge.merge((GatewayClass) live, status, now);
      case GatewayStatus status -> StatusMerge.merge((Gateway) live, status, now);
      case RouteStatus status -> StatusMerge.merge((HTTPRoute) live, status, now);
      case ServiceStatus status -> StatusMerge.merge((Service) live, status, now);
      case AuthorizationPolicyStatus status ->
          StatusMerge.merge((AuthorizationPolicy) live, status, now);
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
