package dev.waymark.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Bytes that have been read from a connection and not been taken yet. */
final class Inbound {
  private @Nullable ByteBuf bytes;

  /** Adds what was read, and takes its ownership. */
  void add(ByteBuf read, ByteBufAllocator allocator) {
    ByteBuf before = bytes;
    if (before == null) {
      bytes = read;
    } else if (!before.isReadable()) {
      before.release();
      bytes = read;
    } else {
      ByteBuf joined = allocator.buffer(before.readableBytes() + read.readableBytes());
      joined.writeBytes(before).writeBytes(read);
      before.release();
      read.release();
      bytes = joined;
    }
  }

  /** What is there, or null. */
  @Nullable ByteBuf bytes() {
    return bytes;
  }

  int size() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  /** Gives the buffer back once all of it has been taken. */
  void trim() {
    if (bytes != null && !bytes.isReadable()) {
      clear();
    }
  }

  void clear() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
