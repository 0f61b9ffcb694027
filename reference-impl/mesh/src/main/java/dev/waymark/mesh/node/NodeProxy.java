package dev.waymark.mesh.node;

import dev.waymark.dataplane.ztunnel.Captured;
import dev.waymark.dataplane.ztunnel.Ztunnel;
import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.TunnelProtocol;
import dev.waymark.model.workload.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of a node's Pod: captures the Pods that are to be in the mesh, says so on each, and
 * keeps the proxy informed. A Pod that leaves the mesh is released when the mesh knows that it has
 * left, so that nobody is sent to a tunnel that is not taken.
 */
public final class NodeProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeProxy.class);
  private static final long NO_RESYNC = 0;

  /** As workloads' uids call it. */
  private static final String CLUSTER = "Kubernetes";

  private final KubernetesClient client;
  private final NodeNetwork node;
  private final Ztunnel ztunnel;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("node-proxy").factory());
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<Namespace> namespaces;
  private final Map<String, Enrolled> enrolled = new HashMap<>();
  private final Set<String> leaving = new HashSet<>();
  private volatile @Nullable MeshView mesh;

  private NodeProxy(KubernetesClient client, String nodeName, NodeNetwork node, Ztunnel ztunnel) {
    this.client = client;
    this.node = node;
    this.ztunnel = ztunnel;
    this.pods =
        client
            .pods()
            .inAnyNamespace()
            .withField("spec.nodeName", nodeName)
            .runnableInformer(NO_RESYNC);
    this.namespaces = client.namespaces().runnableInformer(NO_RESYNC);
    pods.addEventHandler(turnOnEachEvent());
    namespaces.addEventHandler(turnOnEachEvent());
    CompletableFuture.allOf(
            pods.start().toCompletableFuture(), namespaces.start().toCompletableFuture())
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                ready.completeExceptionally(failure);
              } else {
                turn();
              }
            });
  }

  /**
   * Starts on a node.
   *
   * @param client may watch Pods and Namespaces, and patch Pods; stays the caller's to close
   * @param ztunnel does the work; is told of the mesh by {@link #update} from here on
   */
  public static NodeProxy start(
      KubernetesClient client, String nodeName, NodeNetwork node, Ztunnel ztunnel) {
    return new NodeProxy(client, nodeName, node, ztunnel);
  }

  /** Completes when the proxy knows the mesh and the node's Pods. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Takes a newer view of the mesh over. Called by one thread at a time; does not block. */
  public void update(MeshView view) {
    mesh = view;
    ztunnel.update(view);
    turn();
  }

  private <T extends HasMetadata> ResourceEventHandler<T> turnOnEachEvent() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        turn();
      }

      @Override
      public void onUpdate(T before, T after) {
        turn();
      }

      @Override
      public void onDelete(T object, boolean finalStateUnknown) {
        turn();
      }
    };
  }

  private void turn() {
    try {
      turns.execute(this::reconcile);
    } catch (RejectedExecutionException _) {
      // Closed.
    }
  }

  private void reconcile() {
    if (!pods.hasSynced() || !namespaces.hasSynced()) {
      return;
    }
    Map<String, Pod> here = new HashMap<>();
    for (Pod pod : pods.getStore().list()) {
      here.put(pod.getMetadata().getUid(), pod);
    }
    List.copyOf(enrolled.keySet()).stream()
        .filter(uid -> !here.containsKey(uid))
        .forEach(this::release);
    here.values().forEach(this::reconcile);
    if (mesh != null) {
      ready.complete(null);
    }
  }

  private void reconcile(Pod pod) {
    String uid = pod.getMetadata().getUid();
    Namespace namespace = namespaces.getStore().getByKey(pod.getMetadata().getNamespace());
    boolean wanted = Enrolment.wanted(pod, namespace);
    if (wanted && !enrolled.containsKey(uid) && isRunning(pod)) {
      enrol(pod);
    } else if (wanted && enrolled.containsKey(uid)) {
      leaving.remove(uid);
      announce(pod, true);
    } else if (!wanted && enrolled.containsKey(uid)) {
      leaving.add(uid);
      announce(pod, false);
      releaseIfUnknown(uid);
    }
  }

  private static boolean isRunning(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getPodIP() != null;
  }

  private void enrol(Pod pod) {
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    String workload = Workload.podUid(CLUSTER, namespace, name);
    try {
      var proxy = new AtomicReference<@Nullable Captured>();
      Closeable capture =
          node.capture(
              pod.getMetadata().getUid(),
              workload,
              side -> {
                Captured captured = ztunnel.capture(side);
                proxy.set(captured);
                return captured;
              });
      Captured captured = proxy.get();
      if (captured == null) {
        throw new IllegalStateException("captured without a proxy");
      }
      enrolled.put(
          pod.getMetadata().getUid(), new Enrolled(namespace, name, workload, capture, captured));
      announce(pod, true);
    } catch (IOException e) {
      LOG.info("{}/{} not captured yet: {}", namespace, name, e.getMessage());
    }
  }

  /** Says on the Pod whether it is captured; from there the control plane has it. */
  private void announce(Pod pod, boolean captured) {
    if (Enrolment.announced(pod) == captured) {
      return;
    }
    String value = captured ? "\"" + Enrolment.ENABLED + "\"" : "null";
    try {
      client
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\""
                  + Enrolment.REDIRECTION_ANNOTATION
                  + "\":"
                  + value
                  + "}}}");
    } catch (KubernetesClientException | IllegalStateException e) {
      // The Pod may be gone, and a client may be closed; the next event brings another turn.
      if (!(e instanceof KubernetesClientException refused)
          || refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        LOG.warn("{} not annotated: {}", pod.getMetadata().getName(), e.getMessage());
      }
    }
  }

  /** Whoever still believes in the tunnel must be served by it. */
  private void releaseIfUnknown(String uid) {
    Enrolled pod = enrolled.get(uid);
    MeshView known = mesh;
    if (pod != null
        && known != null
        && known
            .workload(pod.workload())
            .map(workload -> workload.tunnel() == TunnelProtocol.NONE)
            .orElse(true)) {
      release(uid);
    }
  }

  private void release(String uid) {
    leaving.remove(uid);
    Enrolled pod = enrolled.remove(uid);
    if (pod != null) {
      pod.release();
    }
  }

  /** Releases all Pods; their open connections are drained. */
  @Override
  public void close() {
    pods.stop();
    namespaces.stop();
    turns.execute(() -> List.copyOf(enrolled.keySet()).forEach(this::release));
    turns.close();
  }
}
