package dev.waymark.dataplane.ztunnel;

import dev.waymark.model.workload.MeshView;
import dev.waymark.model.workload.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The newest view of the mesh, and patience where it is behind. Safe for use by any thread. */
final class KnownMesh {
  /** A Pod may send before the control plane has told of it (ztunnel waits as long). */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, CompletableFuture<Workload>> awaited = new ConcurrentHashMap<>();
  private volatile MeshView view = MeshView.EMPTY;

  MeshView view() {
    return view;
  }

  void update(MeshView newer) {
    view = newer;
    awaited.forEach(
        (uid, future) ->
            newer
                .workload(uid)
                .ifPresent(
                    workload -> {
                      awaited.remove(uid, future);
                      future.complete(workload);
                    }));
  }

  /** The workload, once it is known; fails if that takes too long. */
  CompletionStage<Workload> workload(String uid) {
    var known = view.workload(uid);
    if (known.isPresent()) {
      return CompletableFuture.completedStage(known.get());
    }
    CompletableFuture<Workload> future =
        awaited.computeIfAbsent(uid, _ -> new CompletableFuture<>());
    view.workload(uid).ifPresent(future::complete); // told of in between
    return future.copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Nobody needs to wait for this workload any more. */
  void forget(String uid) {
    awaited.remove(uid);
  }
}
