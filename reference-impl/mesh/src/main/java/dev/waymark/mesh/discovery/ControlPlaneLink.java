package dev.waymark.mesh.discovery;

import dev.waymark.dataplane.Connector;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.mesh.certificates.CertificateServiceClient;
import dev.waymark.mesh.workloadapi.WorkloadApiClient;
import dev.waymark.model.workload.MeshView;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * A proxy's way to the control plane, as its environment describes it. While the control plane is
 * away the proxy goes on with what it has, and is told what it missed when it is back.
 */
public final class ControlPlaneLink implements AutoCloseable {
  private final ProxyEnvironment environment;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("control-plane-link").factory());
  private final ExecutorService answers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("discovery-", 0).factory());
  private final Deque<Runnable> opened = new ArrayDeque<>();
  private final DiscoveryConnection authority;
  private final DiscoveryConnection workloadApi;

  /**
   * Prepares the way; nothing is opened yet.
   *
   * @param network the program's way to sockets
   * @param loop serves the connections
   * @throws IllegalArgumentException if the environment is no good; names the variable
   */
  public ControlPlaneLink(ProxyEnvironment environment, Connector network, EventLoop loop) {
    this.environment = environment;
    try {
      authority =
          connection(
              environment.authority(), "CA_ROOT_CA", environment.authorityRoots(), network, loop);
      boolean shared =
          environment.workloadApi().equals(environment.authority())
              && environment.workloadApiRoots().equals(environment.authorityRoots());
      workloadApi =
          shared
              ? authority
              : connection(
                  environment.workloadApi(),
                  "XDS_ROOT_CA",
                  environment.workloadApiRoots(),
                  network,
                  loop);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private DiscoveryConnection connection(
      ServerAddress address, String setting, String roots, Connector network, EventLoop loop) {
    var connection =
        new DiscoveryConnection(
            address,
            TrustedRoots.of(setting, roots, environment.files(), scheduler),
            environment.token(),
            network,
            loop,
            answers);
    opened.push(connection::close);
    return connection;
  }

  /** Asks the control plane for certificates. */
  public CertificateClient authority() {
    return new CertificateServiceClient(authority.calls());
  }

  /**
   * Follows the mesh, until this is closed.
   *
   * @param subscriber called by one thread at a time, first when everything has been told once;
   *     must not block
   */
  public void follow(Consumer<MeshView> subscriber) {
    opened.push(
        WorkloadApiClient.start(workloadApi.calls(), environment.nodeId(), scheduler, subscriber)
            ::close);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
    scheduler.shutdownNow();
    answers.shutdown();
  }
}
