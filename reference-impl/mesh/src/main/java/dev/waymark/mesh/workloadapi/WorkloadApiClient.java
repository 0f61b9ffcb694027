package dev.waymark.mesh.workloadapi;

import dev.waymark.mesh.workloadapi.proto.AggregatedDiscoveryServiceGrpc;
import dev.waymark.mesh.workloadapi.proto.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceStub;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryRequest;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryResponse;
import dev.waymark.mesh.workloadapi.proto.ErrorDetail;
import dev.waymark.mesh.workloadapi.proto.Node;
import dev.waymark.model.workload.MeshView;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy's end of the workload API. When the stream breaks it keeps what it knows, asks again with
 * growing delays, and tells the control plane what it has, so that only what changed is sent.
 */
public final class WorkloadApiClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkloadApiClient.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(50);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(15);
  private static final List<String> TYPES = List.of(Catalogue.ADDRESSES, Catalogue.AUTHORIZATIONS);

  private final AggregatedDiscoveryServiceStub service;
  private final Node node;
  private final ScheduledExecutorService scheduler;
  private final Consumer<MeshView> subscriber;
  private final KnownResources known = new KnownResources();
  private @Nullable Stream stream;
  private Duration delay = FIRST_DELAY;
  private boolean closed;

  private WorkloadApiClient(
      Channel channel,
      String nodeId,
      ScheduledExecutorService scheduler,
      Consumer<MeshView> subscriber) {
    this.service = AggregatedDiscoveryServiceGrpc.newStub(channel);
    this.node = Node.newBuilder().setId(nodeId).build();
    this.scheduler = scheduler;
    this.subscriber = subscriber;
  }

  /**
   * Follows the mesh.
   *
   * @param channel to the control plane; stays the caller's to shut down, after this
   * @param nodeId {@code ztunnel~IP~POD.NAMESPACE~NAMESPACE.svc.cluster.local}
   * @param scheduler waits before the next attempt
   * @param subscriber called by one thread at a time, first when resources of all types have
   *     arrived; must not block
   */
  public static WorkloadApiClient start(
      Channel channel,
      String nodeId,
      ScheduledExecutorService scheduler,
      Consumer<MeshView> subscriber) {
    var client = new WorkloadApiClient(channel, nodeId, scheduler, subscriber);
    client.connect();
    return client;
  }

  private synchronized void connect() {
    if (closed) {
      return;
    }
    Stream next = new Stream();
    stream = next;
    next.requests = service.deltaAggregatedResources(next);
    for (String type : TYPES) {
      next.requests.onNext(
          DeltaDiscoveryRequest.newBuilder()
              .setNode(node)
              .setTypeUrl(type)
              .putAllInitialResourceVersions(known.versions(type))
              .build());
    }
  }

  private final class Stream implements StreamObserver<DeltaDiscoveryResponse> {
    private @Nullable StreamObserver<DeltaDiscoveryRequest> requests;

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      synchronized (WorkloadApiClient.this) {
        if (stream != this || requests == null) {
          return;
        }
        delay = FIRST_DELAY;
        List<String> refused = known.apply(response);
        requests.onNext(answer(response, refused));
        if (known.complete(TYPES)) {
          subscriber.accept(known.view());
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      log.info("lost the control plane, going on with what is known: {}", text(failure));
      ended();
    }

    @Override
    public void onCompleted() {
      ended();
    }

    private void ended() {
      synchronized (WorkloadApiClient.this) {
        if (stream != this || closed) {
          return;
        }
        stream = null;
        try {
          scheduler.schedule(
              WorkloadApiClient.this::connect, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
          closed = true; // the process is ending
        }
        Duration doubled = delay.multipliedBy(2);
        delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
      }
    }
  }

  private static DeltaDiscoveryRequest answer(
      DeltaDiscoveryResponse response, List<String> refused) {
    var answer =
        DeltaDiscoveryRequest.newBuilder()
            .setTypeUrl(response.getTypeUrl())
            .setResponseNonce(response.getNonce());
    if (!refused.isEmpty()) {
      answer.setErrorDetail(
          ErrorDetail.newBuilder()
              .setCode(Status.Code.INVALID_ARGUMENT.value())
              .setMessage(String.join("; ", refused)));
    }
    return answer.build();
  }

  private static String text(Throwable failure) {
    return Status.fromThrowable(failure).toString();
  }

  @Override
  public synchronized void close() {
    closed = true;
    Stream open = stream;
    stream = null;
    if (open != null && open.requests != null) {
      open.requests.onCompleted();
    }
  }
}
