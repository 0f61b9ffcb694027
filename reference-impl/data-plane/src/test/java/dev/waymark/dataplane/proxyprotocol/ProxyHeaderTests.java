package dev.waymark.dataplane.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.model.identity.SpiffeId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProxyHeaderTests {
  private static final SpiffeId CART = SpiffeId.parse("spiffe://td/ns/shop/sa/cart").orElseThrow();
  private static final InetSocketAddress CLIENT = new InetSocketAddress("10.0.0.7", 0x1234);
  private static final InetSocketAddress SERVICE = new InetSocketAddress("10.9.0.1", 80);
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  /** By hand from proxy-protocol.txt §2.2, so that reader and writer can't err together. */
  private static final String BY_HAND =
      SIGNATURE
          + "21" // version 2, PROXY
          + "11" // TCP over IPv4
          + "002a" // 12 + 3 + 27
          + "0a000007"
          + "0a090001"
          + "1234"
          + "0050"
          + "d0001b"
          + HexFormat.of().formatHex(CART.toString().getBytes(StandardCharsets.US_ASCII));

  @Test
  void isWrittenByteForByteAsTheFormatHasIt() {
    byte[] written = ProxyHeaderCodec.write(ProxyHeader.Proxied.of(CLIENT, SERVICE, CART));
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(BY_HAND);
  }

  @Test
  void isReadAndLeavesTheRestAlone() throws Exception {
    ByteBuf in = hex(BY_HAND + "616263");
    ProxyHeader.Proxied read = (ProxyHeader.Proxied) ProxyHeaderCodec.read(in);
    assertThat(read).isEqualTo(ProxyHeader.Proxied.of(CLIENT, SERVICE, CART));
    assertThat(read.identity()).contains(CART);
    assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
  }

  @Test
  void carriesBothFamiliesAndMixesOfThem() throws Exception {
    InetSocketAddress six = new InetSocketAddress("fd00::7", 4000);
    for (InetSocketAddress destination : List.of(six, SERVICE)) {
      ProxyHeader header = new ProxyHeader.Proxied(six, destination, List.of());
      assertThat(ProxyHeaderCodec.read(Unpooled.wrappedBuffer(ProxyHeaderCodec.write(header))))
          .isEqualTo(header);
    }
    ProxyHeader local = new ProxyHeader.Local();
    assertThat(ProxyHeaderCodec.read(Unpooled.wrappedBuffer(ProxyHeaderCodec.write(local))))
        .isEqualTo(local);
  }

  @Test
  void waitsForEveryByte() throws Exception {
    byte[] whole = HexFormat.of().parseHex(BY_HAND);
    for (int n = 0; n < whole.length; n++) {
      ByteBuf in = Unpooled.wrappedBuffer(whole, 0, n);
      assertThat(ProxyHeaderCodec.read(in)).isNull();
      assertThat(in.readableBytes()).isEqualTo(n);
    }
  }

  @Test
  void aConnectionOfTheProxyItselfHasNoOtherEnds() throws Exception {
    assertThat(ProxyHeaderCodec.read(hex(SIGNATURE + "20110003ffffff")))
        .isEqualTo(new ProxyHeader.Local());
    assertThat(ProxyHeaderCodec.read(hex(SIGNATURE + "21000000")))
        .isEqualTo(new ProxyHeader.Local());
  }

  @Test
  void paddingIsPassedOverAndChecksumsAreVerified() throws Exception {
    String head = SIGNATURE + "21110016" + "0a0000070a09000112340050" + "04000003" + "0004";
    byte[] whole = HexFormat.of().parseHex(head + "00000000");
    var sum = new java.util.zip.CRC32C();
    sum.update(whole);
    String good = head + String.format("%08x", sum.getValue());
    assertThat(ProxyHeaderCodec.read(hex(good)))
        .isEqualTo(new ProxyHeader.Proxied(CLIENT, SERVICE, List.of()));
    assertBad(head + "00000000", "checksum: does not match");
  }

  @Test
  void badHeadersAreRefusedWithTheReason() {
    String addresses = "0a0000070a09000112340050";
    assertBad("47", "no PROXY header of version 2"); // GET, at its first byte
    assertBad("50524f585920", "no PROXY header of version 2"); // version 1
    assertBad(SIGNATURE + "11110000", "version and command: 0x11");
    assertBad(SIGNATURE + "22110000", "version and command: 0x22");
    assertBad(SIGNATURE + "2112000c" + addresses, "family: 0x12"); // UDP
    assertBad(SIGNATURE + "21310000", "family: 0x31"); // UNIX
    assertBad(SIGNATURE + "2111000b" + addresses, "the addresses are cut short");
    assertBad(SIGNATURE + "2111ffff", "header: 65551 bytes (expected: at most 4096)");
    assertBad(SIGNATURE + "2111000e" + addresses + "d000", "a TLV is cut short");
    assertBad(SIGNATURE + "2111000f" + addresses + "d00001", "a TLV is cut short");
    assertBad(SIGNATURE + "21110010" + addresses + "d0000178", "identity: 'x'");
    String twice = BY_HAND.substring(56);
    assertBad(SIGNATURE + "21110048" + addresses + twice + twice, "identity: 'spiffe://td");
  }

  @Test
  void nothingButARefusalComesOutOfNoise() {
    Random random = new Random(3);
    byte[] good = HexFormat.of().parseHex(BY_HAND);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = Arrays.copyOf(good, 16 + random.nextInt(80));
      for (int n = random.nextInt(8); n >= 0; n--) {
        bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
      }
      try {
        ProxyHeaderCodec.read(Unpooled.wrappedBuffer(bytes));
      } catch (BadProxyHeaderException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
  }

  @Test
  void theHandlerFiresTheHeaderBeforeTheBytesBehindItAndLeaves() {
    List<Object> seen = new ArrayList<>();
    EmbeddedChannel channel = reading(seen);
    byte[] whole = HexFormat.of().parseHex(BY_HAND + "6162");
    for (byte each : whole) { // one byte at a time
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {each}));
    }
    assertThat(seen).containsExactly(ProxyHeader.Proxied.of(CLIENT, SERVICE, CART), "a", "b");
    assertThat(channel.pipeline().get(ProxyHeaderReader.class)).isNull();
    channel.finishAndReleaseAll();
  }

  @Test
  void theHandlerClosesConnectionsWithoutAHeader() {
    List<Object> seen = new ArrayList<>();
    EmbeddedChannel channel = reading(seen);
    channel.writeInbound(
        Unpooled.wrappedBuffer(
            Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII),
            hex(BY_HAND + "6162")));
    assertThat(channel.isOpen()).isFalse();
    assertThat(seen).isEmpty();
    channel.finishAndReleaseAll();
  }

  @Test
  void theHandlerWaitsForAHeaderOnlySoLong() {
    List<Object> seen = new ArrayList<>();
    EmbeddedChannel channel = reading(seen);
    channel.writeInbound(hex(BY_HAND.substring(0, 20)));
    channel.advanceTimeBy(5, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(seen).isEmpty();
    channel.finishAndReleaseAll();
  }

  private static EmbeddedChannel reading(List<Object> seen) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new ProxyHeaderReader(Duration.ofSeconds(5)),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                seen.add(event);
              }

              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf data = (ByteBuf) message;
                seen.add(data.toString(StandardCharsets.US_ASCII));
                data.release();
              }
            });
    return channel;
  }

  private static void assertBad(String bytes, String why) {
    assertThatThrownBy(() -> ProxyHeaderCodec.read(hex(bytes)))
        .isInstanceOf(BadProxyHeaderException.class)
        .hasMessageStartingWith(why);
  }

  private static ByteBuf hex(String bytes) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(bytes));
  }
}
