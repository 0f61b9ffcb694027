package dev.waymark.dataplane.authorization;

import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.Syntax;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The one form of a path in which policies compare it and backends get it, so that no two of them
 * read it differently: without dot segments (RFC 3986 §5.2.4), and without escapes of characters
 * that need none (§6.2.2.2).
 */
final class NormalPath {
  private NormalPath() {}

  /** Gives a request's path that form. */
  static void normalize(RequestHead request) {
    String path = request.path();
    String normal = of(path);
    if (!normal.equals(path)) {
      request.rewritePath(normal);
    }
  }

  static String of(String path) {
    if (path.indexOf('%') < 0 && !path.contains("/.")) {
      return path;
    }
    return withoutDots(unescaped(path));
  }

  private static String unescaped(String path) {
    StringBuilder text = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      int value = path.charAt(i) == '%' && i + 2 < path.length() ? escape(path, i) : -1;
      if (value >= 0 && Syntax.isUnreserved((byte) value)) {
        text.append((char) value);
        i += 2;
      } else {
        text.append(path.charAt(i));
      }
    }
    return text.toString();
  }

  private static int escape(String path, int at) {
    int high = Syntax.hex((byte) path.charAt(at + 1));
    int low = Syntax.hex((byte) path.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static String withoutDots(String path) {
    if (!path.startsWith("/")) {
      return path; // OPTIONS *
    }
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> {
          if (last) {
            kept.addLast("");
          }
        }
        case ".." -> {
          kept.pollLast();
          if (last) {
            kept.addLast("");
          }
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }
}
