package dev.waymark.mesh.workloadapi;

import dev.waymark.mesh.workloadapi.proto.AggregatedDiscoveryServiceGrpc;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryRequest;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryResponse;
import dev.waymark.model.ConfigSource.Subscription;
import dev.waymark.model.waypoint.MeshSource;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's end of the workload API: a gRPC service that tells each client what changes
 * of what it asked for. Safe for use by any thread.
 */
public final class WorkloadApi
    extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase
    implements AutoCloseable {
  private final Set<ClientStream> streams = ConcurrentHashMap.newKeySet();
  private final Subscription subscription;
  private volatile @Nullable Catalogue newest;

  /** A service that tells of a mesh, from now until it is closed. */
  public WorkloadApi(MeshSource source) {
    this.subscription =
        source.mesh(
            mesh -> {
              Catalogue catalogue = new Catalogue(mesh);
              newest = catalogue;
              streams.forEach(stream -> stream.offer(catalogue));
            });
  }

  @Override
  public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
      StreamObserver<DeltaDiscoveryResponse> responses) {
    ClientStream stream =
        new ClientStream(
            (ServerCallStreamObserver<DeltaDiscoveryResponse>) responses, streams::remove);
    streams.add(stream);
    Catalogue known = newest;
    if (known != null) {
      stream.offer(known);
    }
    return stream;
  }

  /** Tells nobody of changes any more; open streams are the server's to end. */
  @Override
  public void close() {
    subscription.close();
  }
}
