package dev.waymark.dataplane.http;

/**
 * The character classes of HTTP's grammar (RFC 9110 §5.6.2, RFC 9112 §3, RFC 3986 §2) as tables
 * over one byte.
 */
public final class Syntax {
  private static final byte TOKEN = 1;
  private static final byte VALUE = 2;
  private static final byte TARGET = 4;
  private static final byte HOST = 8;
  private static final byte UNRESERVED = 16;

  private static final byte[] CLASSES = classes();
  private static final byte[] LOWER = lower();
  private static final byte[] HEX = hex();

  private Syntax() {}

  /** Whether the byte may be part of a method or a field name. */
  public static boolean isToken(byte b) {
    return (CLASSES[b & 0xff] & TOKEN) != 0;
  }

  /**
   * Whether the byte may be part of a field value: visible characters, space, tab, and what lies
   * above ASCII.
   */
  public static boolean isValue(byte b) {
    return (CLASSES[b & 0xff] & VALUE) != 0;
  }

  /**
   * Whether the byte may be part of a request target: what RFC 3986 allows in a path and a query,
   * and the percent sign.
   */
  public static boolean isTarget(byte b) {
    return (CLASSES[b & 0xff] & TARGET) != 0;
  }

  /**
   * Whether the byte may be part of a host name or of a bracketed address. The underscore is not in
   * DNS but is in use.
   */
  public static boolean isHost(byte b) {
    return (CLASSES[b & 0xff] & HOST) != 0;
  }

  /** Whether percent-encoding the byte changes nothing (RFC 3986 §2.3). */
  public static boolean isUnreserved(byte b) {
    return (CLASSES[b & 0xff] & UNRESERVED) != 0;
  }

  /** ASCII lower case. */
  public static byte lower(byte b) {
    return LOWER[b & 0xff];
  }

  /** The value of a hexadecimal digit, or -1. */
  public static int hex(byte b) {
    return HEX[b & 0xff];
  }

  private static byte[] classes() {
    byte[] table = new byte[256];
    for (int c = 0x20; c < 0x100; c++) {
      if (c != 0x7f) {
        table[c] |= VALUE;
      }
    }
    table['\t'] |= VALUE;
    for (int c = '0'; c <= 'z'; c++) {
      if (c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a') {
        table[c] |= TOKEN | TARGET | HOST | UNRESERVED;
      }
    }
    mark(table, "!#$%&'*+-.^_`|~", TOKEN);
    mark(table, "-._~:/?[]@!$&'()*+,;=%", TARGET);
    mark(table, "-._~", HOST);
    mark(table, "-._~", UNRESERVED);
    return table;
  }

  private static void mark(byte[] table, String characters, byte mark) {
    for (int i = 0; i < characters.length(); i++) {
      table[characters.charAt(i)] |= mark;
    }
  }

  private static byte[] lower() {
    byte[] table = new byte[256];
    for (int c = 0; c < 256; c++) {
      table[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return table;
  }

  private static byte[] hex() {
    byte[] table = new byte[256];
    for (int c = 0; c < 256; c++) {
      table[c] = (byte) Character.digit(c < 0x80 ? c : ' ', 16);
    }
    return table;
  }
}
