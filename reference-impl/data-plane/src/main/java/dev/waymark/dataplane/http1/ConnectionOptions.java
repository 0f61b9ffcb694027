package dev.waymark.dataplane.http1;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.Syntax;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/**
 * What a message's {@code Connection} fields say (RFC 9110 §7.6.1), and the removal of everything
 * that is meant for one hop.
 */
final class ConnectionOptions {
  private boolean close;
  private boolean keepAlive;
  private boolean upgrade;
  private final List<AsciiString> named = new ArrayList<>(0);

  void clear() {
    close = false;
    keepAlive = false;
    upgrade = false;
    named.clear();
  }

  boolean close() {
    return close;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  boolean upgrade() {
    return upgrade;
  }

  /** Reads one field value: tokens between commas. */
  void read(HeaderBlock block, int start, int end) {
    byte[] bytes = block.bytes();
    int at = start;
    while (at < end) {
      int tokenStart = at;
      while (at < end && bytes[at] != ',') {
        at++;
      }
      int tokenEnd = at++;
      while (tokenStart < tokenEnd && HeadReader.isSpace(bytes[tokenStart])) {
        tokenStart++;
      }
      while (tokenEnd > tokenStart && HeadReader.isSpace(bytes[tokenEnd - 1])) {
        tokenEnd--;
      }
      option(block, tokenStart, tokenEnd);
    }
  }

  private void option(HeaderBlock block, int start, int end) {
    if (block.equalsIgnoreCase(start, end, Names.CLOSE)) {
      close = true;
    } else if (block.equalsIgnoreCase(start, end, Names.KEEP_ALIVE)) {
      keepAlive = true;
    } else if (block.equalsIgnoreCase(start, end, Names.UPGRADE)) {
      upgrade = true;
    } else if (end > start && isRemovable(block, start, end)) {
      byte[] name = new byte[end - start];
      for (int i = 0; i < name.length; i++) {
        name[i] = Syntax.lower(block.bytes()[start + i]);
      }
      named.add(new AsciiString(name, false));
    }
  }

  /** A client can't have the host or the length taken off a message by calling them hop-by-hop. */
  private static boolean isRemovable(HeaderBlock block, int start, int end) {
    return !block.equalsIgnoreCase(start, end, Names.HOST)
        && !block.equalsIgnoreCase(start, end, Names.CONTENT_LENGTH)
        && !block.equalsIgnoreCase(start, end, Names.EXPECT);
  }

  /** Takes all that is meant for one hop only off the message. */
  void removeHopByHop(HeaderBlock block) {
    for (int i = block.count() - 1; i >= 0; i--) {
      if (isHopByHop(block, i)) {
        block.remove(i);
      }
    }
  }

  private boolean isHopByHop(HeaderBlock block, int i) {
    boolean always =
        switch (block.nameEnd(i) - block.nameStart(i)) {
          case 2 -> block.nameIs(i, Names.TE);
          case 7 -> block.nameIs(i, Names.UPGRADE);
          case 10 -> block.nameIs(i, Names.CONNECTION) || block.nameIs(i, Names.KEEP_ALIVE);
          case 14 -> block.nameIs(i, Names.HTTP2_SETTINGS);
          case 16 -> block.nameIs(i, Names.PROXY_CONNECTION);
          case 17 -> block.nameIs(i, Names.TRANSFER_ENCODING);
          default -> false;
        };
    if (always) {
      return true;
    }
    for (AsciiString name : named) {
      if (block.nameIs(i, name)) {
        return true;
      }
    }
    return false;
  }
}
