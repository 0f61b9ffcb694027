package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.dataplane.identity.Credential;
import dev.waymark.dataplane.relay.Duplex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tunnels to and from a peer written in Go. {@code ci/show/hbone-with-go} builds it and runs this.
 */
@EnabledIfEnvironmentVariable(
    named = "WAYMARK_HBONE_PEER",
    matches = ".+",
    disabledReason = "run ci/show/hbone-with-go")
class GoPeerTests {
  @TempDir Path directory;

  @Test
  void tunnelsLeadToAGoServer() throws Exception {
    byte[] sent = new byte[3 << 20];
    new Random(5).nextBytes(sent);
    try (Tunnels tunnels = new Tunnels()) {
      Process peer = start(tunnels, "serve");
      try {
        String port = peer.inputReader().readLine();
        InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        TunnelKey key = new TunnelKey(Tunnels.CLIENT, Set.of(Tunnels.SERVER), address);
        assertThatThrownBy(() -> tunnels.open(key, to("10.0.0.1:401", "gateway")))
            .hasCauseInstanceOf(TunnelRefusedException.class)
            .hasMessageEndingWith(": 401");

        OpenTunnel opened = tunnels.open(key, to("echo.shop.svc.cluster.local:80", "gateway"));
        assertThat(opened.peer().service()).isEqualTo("gateway");
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        tunnels.onLoop(
            () -> {
              opened.tunnel().receive(new Collecting(new ByteArrayOutputStream(), received));
              opened.tunnel().send(Unpooled.wrappedBuffer(sent));
              opened.tunnel().end();
              return true;
            });
        assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
        assertThat(tunnels.onLoop(() -> tunnels.pool.connections(key))).isEqualTo(1);
      } finally {
        peer.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aGoClientGetsTunnels() throws Exception {
    try (Tunnels tunnels = new Tunnels()) {
      Thread.startVirtualThread(() -> echo(tunnels));
      Process peer =
          start(
              tunnels,
              "dial",
              "127.0.0.1:" + tunnels.key.address().getPort(),
              "127.0.0.1:" + tunnels.backendAddress.getPort());
      try {
        assertThat(peer.inputReader().readLine()).isEqualTo("echoed");
      } finally {
        peer.destroyForcibly().waitFor();
      }
    }
  }

  private static ConnectRequest to(String authority, String source) {
    return new ConnectRequest(
        Authority.parse(authority).orElseThrow(), Baggage.NONE, null, null, source, null);
  }

  private static void echo(Tunnels tunnels) {
    try (Socket backend = tunnels.accept()) {
      backend.getInputStream().transferTo(backend.getOutputStream());
    } catch (IOException e) {
      // the client says what came back
    }
  }

  private Process start(Tunnels tunnels, String command, String... arguments) throws Exception {
    write("server", tunnels.serverCredential);
    write("client", tunnels.clientCredential);
    pem("root.crt", "CERTIFICATE", tunnels.authority.root().getEncoded());
    List<String> line = new ArrayList<>();
    line.add(System.getenv("WAYMARK_HBONE_PEER"));
    line.add(command);
    line.add(directory.toString());
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void write(String name, Credential credential) throws Exception {
    pem(name + ".crt", "CERTIFICATE", credential.chain().getFirst().getEncoded());
    pem(name + ".key", "PRIVATE KEY", credential.key().getEncoded());
  }

  private void pem(String file, String type, byte[] der) throws IOException {
    String text =
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n";
    Files.writeString(directory.resolve(file), text, StandardCharsets.US_ASCII);
  }

  private record Collecting(ByteArrayOutputStream bytes, CompletableFuture<byte[]> whole)
      implements Duplex.Receiver {
    @Override
    public void data(ByteBuf data) {
      byte[] piece = new byte[data.readableBytes()];
      data.readBytes(piece);
      data.release();
      bytes.writeBytes(piece);
    }

    @Override
    public void end() {}

    @Override
    public void writable() {}

    @Override
    public void closed(@Nullable Throwable failure) {
      if (failure == null) {
        whole.complete(bytes.toByteArray());
      } else {
        whole.completeExceptionally(failure);
      }
    }
  }
}
