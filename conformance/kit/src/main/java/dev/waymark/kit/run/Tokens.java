package dev.waymark.kit.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Draws the tokens of a run from its seed: the same seed gives the same names, and nobody without
 * it can guess them.
 */
final class Tokens {
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz";
  private static final String ALL = LETTERS + "23456789";
  private static final int LENGTH =
      5; // 24 * 32^4 = 25 million: two of a few hundred tests hardly ever meet

  private Tokens() {}

  /** The token of something, which begins with a letter as a DNS label must. */
  static String of(String seed, String what) {
    byte[] digest = sha256(seed + '\n' + what);
    StringBuilder token = new StringBuilder();
    token.append(LETTERS.charAt(Byte.toUnsignedInt(digest[0]) % LETTERS.length()));
    for (int index = 1; index < LENGTH; index++) {
      token.append(ALL.charAt(Byte.toUnsignedInt(digest[index]) % ALL.length()));
    }
    return token.toString();
  }

  /** A number for drawing an order. */
  static long number(String seed, String what) {
    return java.nio.ByteBuffer.wrap(sha256(seed + '\n' + what)).getLong();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
