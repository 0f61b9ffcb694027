package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What applications at both ends of a tunnel see. */
class TunnelTests {
  private final Tunnels tunnels;

  TunnelTests() throws IOException {
    tunnels = new Tunnels();
  }

  @AfterEach
  void close() throws Exception {
    tunnels.close();
  }

  @Test
  void carriesEveryByteBothWays() throws Exception {
    byte[] sent = new byte[9 * 1024 * 1024]; // several windows
    new Random(1).nextBytes(sent);
    try (Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      Thread echo =
          Thread.startVirtualThread(
              () -> {
                try (InputStream in = backend.getInputStream()) {
                  in.transferTo(backend.getOutputStream());
                  backend.shutdownOutput();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      Thread.startVirtualThread(
          () -> {
            try {
              application.getOutputStream().write(sent);
              application.shutdownOutput();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      byte[] received = application.getInputStream().readAllBytes();
      assertThat(Arrays.equals(received, sent)).isTrue();
      echo.join();
    }
  }

  @Test
  void theApplicationMayEndItsDirectionFirst() throws Exception {
    try (Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      write(application, "question");
      application.shutdownOutput();
      assertThat(readAll(backend)).isEqualTo("question");
      write(backend, "answer"); // in its own time
      backend.shutdownOutput();
      assertThat(readAll(application)).isEqualTo("answer");
    }
  }

  @Test
  void theBackendMayEndItsDirectionFirst() throws Exception {
    try (Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      write(backend, "greeting");
      backend.shutdownOutput();
      assertThat(readAll(application)).isEqualTo("greeting");
      write(application, "thanks");
      application.shutdownOutput();
      assertThat(readAll(backend)).isEqualTo("thanks");
    }
  }

  @Test
  void aResetOfTheBackendReachesTheApplicationAsOne() throws Exception {
    try (Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      write(application, "x");
      assertThat(backend.getInputStream().read()).isEqualTo('x');
      backend.setSoLinger(true, 0);
      backend.close();
      assertThatThrownBy(() -> application.getInputStream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aResetOfTheApplicationReachesTheBackendAsOne() throws Exception {
    try (Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      write(application, "x");
      assertThat(backend.getInputStream().read()).isEqualTo('x');
      application.setSoLinger(true, 0);
      application.close();
      assertThatThrownBy(() -> backend.getInputStream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void thePeersEndOfOneTunnelLeavesTheOthersOfTheConnectionAlone() throws Exception {
    try (Socket lives = tunnels.dial();
        Socket itsBackend = tunnels.accept();
        Socket ends = tunnels.dial();
        Socket gone = tunnels.accept()) {
      gone.setSoLinger(true, 0);
      gone.close();
      assertThatThrownBy(() -> ends.getInputStream().read()).isInstanceOf(IOException.class);
      write(lives, "y");
      assertThat(itsBackend.getInputStream().read()).isEqualTo('y');
      assertThat(tunnels.connections()).isEqualTo(1);
    }
  }

  @Test
  void whatThePeerSaysOfItselfArrives() throws Exception {
    Baggage client =
        new Baggage("c1", "shop", "deployment", "client", "client", "v1", "north", "north-a");
    Baggage served = new Baggage("c1", "shop", "pod", "server-0", "server", null, null, null);
    Forwarded forwarded =
        new Forwarded(new InetSocketAddress("10.0.0.7", 4321), "server.shop.svc.cluster.local");
    var seen = new LinkedBlockingQueue<TunnelRequest>();
    tunnels.decision =
        request -> {
          seen.add(request);
          return new TunnelDecision.Forward(
              Tunnels.address(request), "first,".getBytes(StandardCharsets.US_ASCII), served);
        };
    ConnectRequest request =
        new ConnectRequest(
            new Authority.Address(tunnels.backendAddress),
            client,
            forwarded,
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
            "waypoint",
            "net-1");

    OpenTunnel opened = tunnels.open(tunnels.key, request);
    assertThat(opened.peer()).isEqualTo(served);
    TunnelRequest arrived = seen.take();
    assertThat(arrived.connect()).isEqualTo(request);
    assertThat(arrived.peer()).isEqualTo(Tunnels.CLIENT);
    assertThat(arrived.client()).isEqualTo(forwarded.client());
    assertThat(arrived.localAddress()).isEqualTo(tunnels.key.address());
    try (Socket backend = tunnels.accept()) {
      ByteBuf data = Unpooled.copiedBuffer("then", StandardCharsets.US_ASCII);
      tunnels.onLoop(
          () -> {
            opened.tunnel().send(data);
            opened.tunnel().end();
            return true;
          });
      assertThat(readAll(backend)).isEqualTo("first,then");
    }
  }

  @Test
  void refusalsReachTheCallerAndTheApplicationSeesAReset() throws Exception {
    for (int status : new int[] {400, 401, 503}) {
      tunnels.decision = _ -> new TunnelDecision.Refuse(status, "because");
      assertThatThrownBy(tunnels::open)
          .hasCauseInstanceOf(TunnelRefusedException.class)
          .hasMessageContaining(tunnels.backendAddress.getPort() + ": " + status);
    }
    try (Socket application = tunnels.dial()) {
      assertThatThrownBy(() -> application.getInputStream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theAnswerWaitsForTheBackendsConnection() throws Exception {
    tunnels.backend.close();
    assertThatThrownBy(tunnels::open)
        .hasCauseInstanceOf(TunnelRefusedException.class)
        .hasMessageEndingWith(": 503");
  }

  @Test
  void aChangeOfPolicyEndsTheTunnelsThatItForbids() throws Exception {
    try (Socket application = tunnels.dial();
        Socket backend = tunnels.accept()) {
      write(application, "x");
      assertThat(backend.getInputStream().read()).isEqualTo('x');
      tunnels.forwarder.reconsider();
      write(application, "y");
      assertThat(backend.getInputStream().read()).isEqualTo('y');

      tunnels.decision = _ -> TunnelDecision.Refuse.denied("policy");
      tunnels.forwarder.reconsider();
      assertThatThrownBy(() -> application.getInputStream().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> backend.getInputStream().read()).isInstanceOf(IOException.class);
      Tunnels.await(() -> tunnels.forwarder.tunnels() == 0);
    }
  }

  @Test
  void aCancelledOpeningLeavesNothingBehind() throws Exception {
    var asked = new CompletableFuture<Boolean>();
    var cancelled = new CompletableFuture<Boolean>();
    tunnels.decision =
        request -> {
          asked.complete(true);
          cancelled.orTimeout(20, TimeUnit.SECONDS).join();
          return TunnelDecision.Forward.to(Tunnels.address(request));
        };
    var opening = tunnels.onLoop(() -> tunnels.pool.open(tunnels.key, tunnels.toBackend()));
    asked.get(20, TimeUnit.SECONDS);
    opening.cancel(false);
    cancelled.complete(true);
    try (Socket backend = tunnels.accept()) {
      assertThatThrownBy(
              () -> {
                if (backend.getInputStream().read() < 0) {
                  throw new IOException("ended");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
