package dev.waymark.dataplane.routing;

import java.util.Arrays;

/**
 * Where the segments of a path end, and the hash of the path up to there. Working memory of one
 * event loop, so that matching allocates nothing.
 */
public final class SegmentEnds {
  private int[] ends = new int[32];
  private int[] hashes = new int[32];
  private int count;

  int count() {
    return count;
  }

  int end(int i) {
    return ends[i];
  }

  int hash(int i) {
    return hashes[i];
  }

  /**
   * Goes over a path, keeps the ends that are no further than {@code longest} bytes away, and
   * returns the hash of the whole.
   */
  int scan(byte[] bytes, int start, int end, int longest) {
    count = 0;
    int hash = ByteTable.SEED;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b == '/' && i - start <= longest) {
        keep(i, hash);
      }
      hash = ByteTable.hash(hash, b);
    }
    if (end - start <= longest) {
      keep(end, hash);
    }
    return hash;
  }

  private void keep(int end, int hash) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    ends[count] = end;
    hashes[count++] = hash;
  }
}
