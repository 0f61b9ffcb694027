package dev.waymark.dataplane.proxyprotocol;

import dev.waymark.model.identity.SpiffeId;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Headers to bytes and back (proxy-protocol.txt §2.2): pure functions. */
public final class ProxyHeaderCodec {
  /** More than addresses, an identity and what else is customary need. */
  public static final int MAX_BYTES = 4096;

  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED = SIGNATURE.length + 4; // version, family, length
  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int UNSPECIFIED = 0x00;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;

  private ProxyHeaderCodec() {}

  /**
   * Writes a header.
   *
   * @throws IllegalArgumentException if it were longer than the format can say
   */
  public static byte[] write(ProxyHeader header) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int command = LOCAL;
    int family = UNSPECIFIED;
    if (header instanceof ProxyHeader.Proxied proxied) {
      InetAddress source = proxied.source().getAddress();
      InetAddress destination = proxied.destination().getAddress();
      boolean four = source instanceof Inet4Address && destination instanceof Inet4Address;
      command = PROXY;
      family = four ? TCP4 : TCP6;
      content.writeBytes(address(source, four));
      content.writeBytes(address(destination, four));
      writeShort(content, proxied.source().getPort());
      writeShort(content, proxied.destination().getPort());
      for (Tlv tlv : proxied.tlvs()) {
        content.write(tlv.type());
        writeShort(content, tlv.value().length);
        content.writeBytes(tlv.value());
      }
    }
    if (content.size() > 65535) {
      throw new IllegalArgumentException(
          "header: " + content.size() + " bytes (expected: at most 65535)");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(FIXED + content.size());
    out.writeBytes(SIGNATURE);
    out.write(command);
    out.write(family);
    writeShort(out, content.size());
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  /** Of two families, the one is written as the other (RFC 4291 §2.5.5.2). */
  private static byte[] address(InetAddress address, boolean four) {
    byte[] bytes = address.getAddress();
    if (four || bytes.length == 16) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  private static void writeShort(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  /**
   * Reads a header off the buffer's front.
   *
   * @return null, and nothing is read, as long as more bytes are needed
   * @throws BadProxyHeaderException as soon as no more bytes could make it good
   */
  public static @Nullable ProxyHeader read(ByteBuf in) throws BadProxyHeaderException {
    int start = in.readerIndex();
    int available = in.readableBytes();
    for (int i = 0; i < Math.min(available, SIGNATURE.length); i++) {
      if (in.getByte(start + i) != SIGNATURE[i]) {
        throw new BadProxyHeaderException("no PROXY header of version 2");
      }
    }
    if (available < FIXED) {
      return null;
    }
    int command = in.getUnsignedByte(start + SIGNATURE.length);
    if (command != LOCAL && command != PROXY) {
      throw new BadProxyHeaderException(
          "version and command: 0x" + Integer.toHexString(command) + " (expected: 0x20, 0x21)");
    }
    int length = in.getUnsignedShort(start + FIXED - 2);
    if (FIXED + length > MAX_BYTES) {
      throw new BadProxyHeaderException(
          "header: " + (FIXED + length) + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    if (available < FIXED + length) {
      return null;
    }
    ByteBuf whole = in.readSlice(FIXED + length);
    int family = whole.getUnsignedByte(FIXED - 3);
    if (command == LOCAL || family == UNSPECIFIED) {
      return new ProxyHeader.Local(); // whatever else it says is to be passed over
    }
    return proxied(whole, family);
  }

  private static ProxyHeader proxied(ByteBuf whole, int family) throws BadProxyHeaderException {
    int size =
        switch (family) {
          case TCP4 -> 4;
          case TCP6 -> 16;
          default ->
              throw new BadProxyHeaderException(
                  "family: 0x" + Integer.toHexString(family) + " (expected: TCP, 0x11 or 0x21)");
        };
    whole.skipBytes(FIXED);
    if (whole.readableBytes() < 2 * size + 4) {
      throw new BadProxyHeaderException("the addresses are cut short");
    }
    InetAddress source = address(whole, size);
    InetAddress destination = address(whole, size);
    InetSocketAddress from = new InetSocketAddress(source, whole.readUnsignedShort());
    InetSocketAddress to = new InetSocketAddress(destination, whole.readUnsignedShort());
    return new ProxyHeader.Proxied(from, to, tlvs(whole));
  }

  private static InetAddress address(ByteBuf in, int size) {
    byte[] bytes = new byte[size];
    in.readBytes(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for other sizes
    }
  }

  private static List<Tlv> tlvs(ByteBuf whole) throws BadProxyHeaderException {
    List<Tlv> tlvs = new ArrayList<>(1);
    boolean identified = false;
    while (whole.isReadable()) {
      if (whole.readableBytes() < 3) {
        throw new BadProxyHeaderException("a TLV is cut short");
      }
      int type = whole.readUnsignedByte();
      int length = whole.readUnsignedShort();
      if (length > whole.readableBytes()) {
        throw new BadProxyHeaderException("a TLV is cut short");
      }
      int at = whole.readerIndex();
      byte[] value = new byte[length];
      whole.readBytes(value);
      switch (type) {
        case Tlv.NO_OPERATION -> {}
        case Tlv.CHECKSUM -> verify(whole, at, length);
        case Tlv.IDENTITY -> {
          Tlv tlv = new Tlv(type, value);
          // Nothing here may turn into "no identity": policies would take that for a stranger.
          if (identified || SpiffeId.parse(tlv.text()).isEmpty()) {
            throw new BadProxyHeaderException("identity: '" + tlv.text() + "' (expected: one)");
          }
          identified = true;
          tlvs.add(tlv);
        }
        default -> tlvs.add(new Tlv(type, value));
      }
    }
    return tlvs;
  }

  /** Over the whole header, with zeros where the sum itself stands. */
  private static void verify(ByteBuf whole, int at, int length) throws BadProxyHeaderException {
    if (length != 4) {
      throw new BadProxyHeaderException("checksum: " + length + " bytes (expected: 4)");
    }
    byte[] bytes = new byte[whole.writerIndex()];
    whole.getBytes(0, bytes);
    long told = whole.getUnsignedInt(at);
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = 0;
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    if (sum.getValue() != told) {
      throw new BadProxyHeaderException("checksum: does not match");
    }
  }
}
