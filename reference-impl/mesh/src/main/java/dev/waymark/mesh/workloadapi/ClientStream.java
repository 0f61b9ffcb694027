package dev.waymark.mesh.workloadapi;

import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryRequest;
import dev.waymark.mesh.workloadapi.proto.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the workload API. While it is slow, changes are not queued for it: when it can take
 * more it is told what is different by then. Safe for use by any thread.
 */
final class ClientStream implements StreamObserver<DeltaDiscoveryRequest> {
  private static final Logger log = LoggerFactory.getLogger(ClientStream.class);

  private final ServerCallStreamObserver<DeltaDiscoveryResponse> responses;
  private final Consumer<ClientStream> ended;
  private final Map<String, TypeSubscription> types = new HashMap<>();
  private @Nullable Catalogue newest;
  private String client = "a client";
  private long nonces;
  private boolean over;

  ClientStream(
      ServerCallStreamObserver<DeltaDiscoveryResponse> responses, Consumer<ClientStream> ended) {
    this.responses = responses;
    this.ended = ended;
    responses.setOnReadyHandler(this::send);
    responses.setOnCancelHandler(this::end);
  }

  /** There is something newer to tell. */
  synchronized void offer(Catalogue catalogue) {
    newest = catalogue;
    send();
  }

  @Override
  public synchronized void onNext(DeltaDiscoveryRequest request) {
    if (request.hasNode()) {
      client = request.getNode().getId();
    }
    if (request.hasErrorDetail()) {
      log.warn(
          "{} refused part of {}: {}",
          client,
          request.getTypeUrl(),
          request.getErrorDetail().getMessage());
    }
    switch (request.getTypeUrl()) {
      case Catalogue.ADDRESSES, Catalogue.AUTHORIZATIONS -> subscribe(request);
      case String unknown -> log.debug("{} asked for {}, which is not served", client, unknown);
    }
  }

  private void subscribe(DeltaDiscoveryRequest request) {
    TypeSubscription subscription = types.get(request.getTypeUrl());
    if (subscription == null) {
      subscription = new TypeSubscription(request);
      types.put(request.getTypeUrl(), subscription);
    } else {
      subscription.change(request);
    }
    send();
  }

  private synchronized void send() {
    Catalogue catalogue = newest;
    if (catalogue == null) {
      return;
    }
    types.forEach(
        (type, subscription) -> {
          if (!over && responses.isReady()) {
            subscription
                .difference(type, catalogue)
                .ifPresent(
                    response ->
                        responses.onNext(response.setNonce(Long.toString(++nonces)).build()));
          }
        });
  }

  @Override
  public void onError(Throwable failure) {
    log.debug("the stream of {} broke: {}", client, Status.fromThrowable(failure));
    end();
  }

  @Override
  public void onCompleted() {
    synchronized (this) {
      if (!over) {
        over = true;
        responses.onCompleted();
      }
    }
    ended.accept(this);
  }

  private void end() {
    synchronized (this) {
      over = true;
    }
    ended.accept(this);
  }
}
