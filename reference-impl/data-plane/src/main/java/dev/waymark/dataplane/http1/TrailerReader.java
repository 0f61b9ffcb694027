package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Names;

/**
 * Reads the fields behind the last chunk (RFC 9112 §7.1.2). Those that frame, route or control a
 * message are dropped (RFC 9110 §6.5.1).
 */
final class TrailerReader extends HeadReader {
  TrailerReader(HeadLimits limits) {
    super(limits, new HeaderBlock());
  }

  void begin() {
    block().clear();
    start(block(), false);
  }

  @Override
  void startLine(int start, int end) {
    throw new IllegalStateException("a trailer section has no start line");
  }

  @Override
  void field(int i, int nameStart, int nameEnd, int valueStart, int valueEnd) {
    HeaderBlock block = block();
    boolean forbidden =
        switch (nameEnd - nameStart) {
          case 2 -> block.nameIs(i, Names.TE);
          case 4 -> block.nameIs(i, Names.HOST);
          case 6 -> block.nameIs(i, Names.EXPECT);
          case 7 -> block.nameIs(i, Names.UPGRADE);
          case 10 -> block.nameIs(i, Names.CONNECTION) || block.nameIs(i, Names.KEEP_ALIVE);
          case 14 -> block.nameIs(i, Names.CONTENT_LENGTH);
          case 17 -> block.nameIs(i, Names.TRANSFER_ENCODING);
          default -> false;
        };
    if (forbidden) {
      block.remove(i);
    }
  }
}
