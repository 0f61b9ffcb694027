package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HeaderBlock;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Puts the framing of a message body on (RFC 9112 §6): none where the head says the length, chunks
 * where it could not.
 */
final class BodyWriter {
  private static final int CHUNK_SIZE_LINE = 16; // bytes at most

  private final Outbound outbound;
  private boolean chunked;
  private boolean dropped;

  BodyWriter(Outbound outbound) {
    this.outbound = outbound;
  }

  /** Content goes out as it is. */
  void beginPlain() {
    chunked = false;
    dropped = false;
  }

  void beginChunked() {
    chunked = true;
    dropped = false;
  }

  /** The message has no body, whatever comes. */
  void beginNone() {
    chunked = false;
    dropped = true;
  }

  /** Writes content, and takes its ownership. */
  void data(ByteBuf data) {
    if (dropped || !data.isReadable()) {
      data.release(); // an empty chunk would be the last
    } else if (chunked) {
      Wire.chunkSize(outbound.reserve(CHUNK_SIZE_LINE), data.readableBytes());
      outbound.write(data);
      outbound.reserve(Wire.CRLF.length).writeBytes(Wire.CRLF);
    } else {
      outbound.write(data);
    }
  }

  /** Ends the body; trailers are sent where the framing has a place for them. */
  void end(@Nullable HeaderBlock trailers) {
    if (!chunked) {
      return;
    }
    if (trailers == null || trailers.count() == 0) {
      outbound.reserve(Wire.LAST_CHUNK_AND_END.length).writeBytes(Wire.LAST_CHUNK_AND_END);
    } else {
      ByteBuf out = outbound.reserve(trailers.size() + Wire.LAST_CHUNK_AND_END.length);
      out.writeBytes(Wire.LAST_CHUNK);
      trailers.writeLines(out);
      out.writeBytes(Wire.CRLF);
    }
  }
}
