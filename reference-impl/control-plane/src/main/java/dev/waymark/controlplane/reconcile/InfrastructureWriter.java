package dev.waymark.controlplane.reconcile;

import dev.waymark.controlplane.translate.Infrastructure;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.model.GatewayKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the objects of each Gateway as they should be. They are changed in place, so that an
 * address and open connections survive; what others added to them stays, and an object of the same
 * name that is not the Gateway's is left alone.
 */
final class InfrastructureWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InfrastructureWriter.class);

  private final KubernetesClient client;
  private final Runnable askAgain;
  private final Runnable askLater;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<GatewayKey, Infrastructure> settled = new HashMap<>();
  private final Set<GatewayKey> inFlight = new HashSet<>();

  /**
   * A writer.
   *
   * @param askAgain asks for the infrastructure to be given again, since what was given meanwhile
   *     has been passed over
   * @param askLater likewise, but not at once, after something could not be written
   */
  InfrastructureWriter(KubernetesClient client, Runnable askAgain, Runnable askLater) {
    this.client = client;
    this.askAgain = askAgain;
    this.askLater = askLater;
  }

  /** Sees to it that these Gateways have what they need. */
  synchronized void write(List<Infrastructure> wanted, ClusterView view) {
    settled.keySet().retainAll(wanted.stream().map(Infrastructure::gateway).toList());
    for (Infrastructure infrastructure : wanted) {
      GatewayKey gateway = infrastructure.gateway();
      boolean isThere = view.services().containsKey(infrastructure.objectKey());
      if (inFlight.contains(gateway) || (isThere && infrastructure.equals(settled.get(gateway)))) {
        continue;
      }
      inFlight.add(gateway);
      try {
        threads.execute(() -> run(infrastructure));
      } catch (RejectedExecutionException _) {
        // Closed: the objects stay as they are.
      }
    }
  }

  private void run(Infrastructure infrastructure) {
    boolean done = false;
    try {
      ensure(
          GatewayObjects.serviceAccount(infrastructure), infrastructure, UnaryOperator.identity());
      ensure(
          GatewayObjects.service(infrastructure),
          infrastructure,
          existing -> update(existing, infrastructure));
      ensure(
          GatewayObjects.deployment(infrastructure),
          infrastructure,
          existing -> update(existing, infrastructure));
      done = true;
    } catch (KubernetesClientException | IllegalStateException e) {
      // A client that was closed meanwhile answers with an IllegalStateException.
      if (!threads.isShutdown()) {
        LOG.warn("objects of Gateway {}: {}", infrastructure.gateway(), e.getMessage());
      }
    } finally {
      finished(infrastructure, done);
    }
  }

  private synchronized void finished(Infrastructure infrastructure, boolean done) {
    inFlight.remove(infrastructure.gateway());
    if (done) {
      settled.put(infrastructure.gateway(), infrastructure);
      askAgain.run();
    } else {
      settled.remove(infrastructure.gateway());
      askLater.run();
    }
  }

  private <T extends HasMetadata> void ensure(
      T wanted, Infrastructure infrastructure, UnaryOperator<T> update) {
    Resource<T> resource = client.resource(wanted);
    try {
      resource.create();
      return;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
    T existing = resource.get();
    if (existing == null) {
      throw new KubernetesClientException(
          wanted.getKind() + " " + infrastructure.objectKey() + " went just now");
    }
    if (!isOwned(existing, infrastructure)) {
      LOG.warn(
          "{} {} belongs to someone else; Gateway {} stays without it",
          wanted.getKind(),
          infrastructure.objectKey(),
          infrastructure.gateway());
      return;
    }
    T updated = update.apply(existing);
    if (!updated.equals(existing)) {
      // Carries the resourceVersion: whoever changed it meanwhile is not overwritten, but looked at
      // again.
      client.resource(updated).update();
    }
  }

  private static boolean isOwned(HasMetadata object, Infrastructure infrastructure) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> Objects.equals(owner.getUid(), infrastructure.gatewayUid()));
  }

  private static Service update(Service existing, Infrastructure infrastructure) {
    return new ServiceBuilder(existing)
        .editMetadata()
        .addToLabels(infrastructure.labels())
        .addToAnnotations(infrastructure.annotations())
        .endMetadata()
        .editSpec()
        .withPorts(
            GatewayObjects.ports(infrastructure).stream()
                .map(port -> keepNodePort(port, existing))
                .toList())
        .endSpec()
        .build();
  }

  /** A port that stays keeps its node port, by which a load balancer may know it. */
  private static ServicePort keepNodePort(ServicePort wanted, Service existing) {
    return existing.getSpec().getPorts().stream()
        .filter(port -> Objects.equals(port.getName(), wanted.getName()))
        .findFirst()
        .map(port -> new ServicePortBuilder(wanted).withNodePort(port.getNodePort()).build())
        .orElse(wanted);
  }

  private static Deployment update(Deployment existing, Infrastructure infrastructure) {
    return new DeploymentBuilder(existing)
        .editMetadata()
        .addToLabels(infrastructure.labels())
        .addToAnnotations(infrastructure.annotations())
        .endMetadata()
        .editSpec()
        .editTemplate()
        .editMetadata()
        .addToLabels(infrastructure.labels())
        .addToAnnotations(infrastructure.annotations())
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
