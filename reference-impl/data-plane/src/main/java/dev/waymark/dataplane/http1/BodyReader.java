package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.HttpRejection;
import io.netty.buffer.ByteBuf;

/** Finds the end of a message body (RFC 9112 §6.3) and takes its framing off. */
final class BodyReader {
  private enum Mode {
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final ChunkHeader chunk = new ChunkHeader();
  private final TrailerReader trailers;
  private Mode mode = Mode.NONE;
  private long remaining;
  private boolean inTrailers;

  /** Takes what a body consists of, in order. */
  interface Sink {
    /**
     * Takes content, and its ownership.
     *
     * @param last whether the message ends with it
     */
    void bodyData(ByteBuf data, boolean last);

    /** The message ends behind its last chunk; the trailers are the sink's only during the call. */
    void bodyEnd(HeaderBlock trailers);

    /** Whether more is welcome now. */
    boolean wantsBody();
  }

  BodyReader(HeadLimits limits) {
    trailers = new TrailerReader(limits);
  }

  void beginNone() {
    mode = Mode.NONE;
  }

  void beginLength(long length) {
    mode = length == 0 ? Mode.NONE : Mode.LENGTH;
    remaining = length;
  }

  void beginChunked() {
    mode = Mode.CHUNKED;
    remaining = 0;
    inTrailers = false;
    chunk.beginFirst();
  }

  void beginUntilClose() {
    mode = Mode.UNTIL_CLOSE;
  }

  /** Whether there is no body, or its end has been read. */
  boolean isDone() {
    return mode == Mode.NONE;
  }

  /** Whether the end of the connection is the end of the body. */
  boolean endsWithConnection() {
    return mode == Mode.UNTIL_CLOSE;
  }

  /** Passes on what is there, while the sink wants it. */
  void read(ByteBuf in, Sink sink) throws HttpRejection {
    while (mode != Mode.NONE && in.isReadable() && sink.wantsBody()) {
      switch (mode) {
        case LENGTH -> {
          int size = (int) Math.min(remaining, in.readableBytes());
          remaining -= size;
          boolean last = remaining == 0;
          if (last) {
            mode = Mode.NONE;
          }
          sink.bodyData(in.readRetainedSlice(size), last);
        }
        case UNTIL_CLOSE -> sink.bodyData(in.readRetainedSlice(in.readableBytes()), false);
        case CHUNKED -> readChunked(in, sink);
        case NONE -> {}
      }
    }
  }

  private void readChunked(ByteBuf in, Sink sink) throws HttpRejection {
    if (inTrailers) {
      if (trailers.read(in)) {
        mode = Mode.NONE;
        sink.bodyEnd(trailers.block());
      }
    } else if (remaining > 0) {
      int size = (int) Math.min(remaining, in.readableBytes());
      remaining -= size;
      if (remaining == 0) {
        chunk.beginNext();
      }
      sink.bodyData(in.readRetainedSlice(size), false);
    } else if (chunk.read(in)) {
      remaining = chunk.size();
      if (remaining == 0) {
        inTrailers = true;
        trailers.begin();
      }
    }
  }
}
