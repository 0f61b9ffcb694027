package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HttpRejection;
import dev.waymark.dataplane.http.Syntax;
import io.netty.buffer.ByteBuf;

/**
 * The line before a chunk, and the CR LF behind the chunk before it (RFC 9112 §7.1). Extensions are
 * checked and dropped. A state machine over single bytes, because the line may arrive in pieces.
 */
final class ChunkHeader {
  private static final int MAX_DIGITS = 15; // 2^60 bytes
  private static final int MAX_EXTENSION = 256; // bytes that carry nothing for anyone

  private enum State {
    DATA_CR,
    DATA_LF,
    SIZE,
    EXTENSION,
    QUOTED,
    QUOTED_PAIR,
    LF
  }

  private State state = State.SIZE;
  private long size;
  private int digits;
  private int extension;

  void beginFirst() {
    begin(State.SIZE);
  }

  /** Expects the end of the chunk before. */
  void beginNext() {
    begin(State.DATA_CR);
  }

  private void begin(State first) {
    state = first;
    size = 0;
    digits = 0;
    extension = 0;
  }

  /** Bytes of the chunk that follows; zero for the last. */
  long size() {
    return size;
  }

  /** Takes bytes; true when the line is complete. */
  boolean read(ByteBuf in) throws HttpRejection {
    while (in.isReadable()) {
      byte b = in.readByte();
      if (state == State.LF) {
        expect(b, '\n');
        return true;
      }
      state = next(b);
    }
    return false;
  }

  private State next(byte b) throws HttpRejection {
    switch (state) {
      case DATA_CR -> {
        expect(b, '\r');
        return State.DATA_LF;
      }
      case DATA_LF -> {
        expect(b, '\n');
        return State.SIZE;
      }
      case SIZE -> {
        int digit = Syntax.hex(b);
        if (digit >= 0) {
          if (++digits > MAX_DIGITS) {
            throw HttpRejection.badRequest("a chunk size that is too large");
          }
          size = size << 4 | digit;
          return State.SIZE;
        }
        if (digits == 0 || (b != ';' && b != '\r')) {
          throw HttpRejection.badRequest("a chunk size that is no number");
        }
        return b == ';' ? State.EXTENSION : State.LF;
      }
      case EXTENSION -> {
        count();
        if (b == '\r') {
          return State.LF;
        }
        if (b == '"') {
          return State.QUOTED;
        }
        if (!Syntax.isToken(b) && b != '=' && b != ';') {
          throw HttpRejection.badRequest("a chunk extension with a character that it can't have");
        }
        return State.EXTENSION;
      }
      case QUOTED -> {
        count();
        checkQuoted(b);
        return b == '"' ? State.EXTENSION : b == '\\' ? State.QUOTED_PAIR : State.QUOTED;
      }
      case QUOTED_PAIR -> {
        count();
        checkQuoted(b);
        return State.QUOTED;
      }
      case LF -> throw new IllegalStateException("read() deals with it");
    }
    throw new IllegalStateException("unreachable");
  }

  private void count() throws HttpRejection {
    if (++extension > MAX_EXTENSION) {
      throw HttpRejection.badRequest("a chunk extension longer than " + MAX_EXTENSION + " bytes");
    }
  }

  private static void checkQuoted(byte b) throws HttpRejection {
    if (!Syntax.isValue(b)) {
      throw HttpRejection.badRequest("a chunk extension with a control character");
    }
  }

  private static void expect(byte b, char expected) throws HttpRejection {
    if (b != expected) {
      throw HttpRejection.badRequest("a chunk that does not end with CR LF");
    }
  }
}
