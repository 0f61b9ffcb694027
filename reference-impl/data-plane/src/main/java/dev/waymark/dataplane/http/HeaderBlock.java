package dev.waymark.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Header fields as bytes in one array, and an index over them. A head is copied in once and out
 * once; fields that nothing touched leave in runs, as they came. Reused from message to message by
 * one connection; confined to that connection's event loop.
 *
 * <p>Names compare without regard to case (RFC 9110 §5.1). Offsets are into {@link #bytes()}, and
 * stay valid when it grows.
 */
public final class HeaderBlock {
  private static final int STRIDE = 4; // name start, name end, value start, value end
  private static final int SHRINK_ABOVE =
      16 * 1024; // what one large head may leave behind on an idle connection

  private byte[] bytes = new byte[1024];
  private int size;
  private int[] fields = new int[16 * STRIDE];
  private int count;

  /** Forgets everything. */
  public void clear() {
    size = 0;
    count = 0;
    if (bytes.length > SHRINK_ABOVE) {
      bytes = new byte[1024];
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes of {@link #bytes()} are in use. */
  public int size() {
    return size;
  }

  /** Number of fields. */
  public int count() {
    return count;
  }

  /** Copies {@code length} bytes of {@code in} to the end, without moving its reader index. */
  public void append(ByteBuf in, int length) {
    ensure(length);
    in.getBytes(in.readerIndex(), bytes, size, length);
    size += length;
  }

  /** Copies text to the end and says where it starts. */
  public int append(CharSequence text) {
    int length = text.length();
    ensure(length);
    int start = size;
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, start, length);
    } else {
      for (int i = 0; i < length; i++) {
        char c = text.charAt(i);
        bytes[start + i] = (byte) (c > 0xff ? '?' : c);
      }
    }
    size += length;
    return start;
  }

  /** Appends one byte. */
  public void append(byte b) {
    ensure(1);
    bytes[size++] = b;
  }

  /** Appends a range of the block itself. */
  public void appendRange(int start, int end) {
    ensure(end - start);
    System.arraycopy(bytes, start, bytes, size, end - start);
    size += end - start;
  }

  /** Gives back what was appended beyond {@code newSize}. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Records a field whose bytes are in the block already. */
  public void index(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    if (count * STRIDE == fields.length) {
      fields = Arrays.copyOf(fields, fields.length * 2);
    }
    int at = count++ * STRIDE;
    fields[at] = nameStart;
    fields[at + 1] = nameEnd;
    fields[at + 2] = valueStart;
    fields[at + 3] = valueEnd;
  }

  /** Adds a field after those that are there. */
  public void add(CharSequence name, CharSequence value) {
    int nameStart = append(name);
    int nameEnd = size;
    append((byte) ':');
    append((byte) ' ');
    int valueStart = append(value);
    index(nameStart, nameEnd, valueStart, size);
    append((byte) '\r');
    append((byte) '\n');
  }

  /** Replaces all fields of that name by one. */
  public void set(AsciiString lowerCaseName, CharSequence name, CharSequence value) {
    removeAll(lowerCaseName);
    add(name, value);
  }

  /** Copies all fields of another block to the end of this one. */
  public void addAll(HeaderBlock other) {
    for (int i = 0; i < other.count; i++) {
      add(other.nameBytes(i), other.valueBytes(i));
    }
  }

  /** The first field of that name at or after {@code from}, or -1. */
  public int indexOf(AsciiString lowerCaseName, int from) {
    for (int i = from; i < count; i++) {
      if (nameIs(i, lowerCaseName)) {
        return i;
      }
    }
    return -1;
  }

  public boolean contains(AsciiString lowerCaseName) {
    return indexOf(lowerCaseName, 0) >= 0;
  }

  /** Whether field {@code i} has that name. */
  public boolean nameIs(int i, AsciiString lowerCaseName) {
    int start = fields[i * STRIDE];
    return equalsIgnoreCase(start, fields[i * STRIDE + 1], lowerCaseName);
  }

  /** Whether a range of the block spells {@code lowerCase}, whatever its case. */
  public boolean equalsIgnoreCase(int start, int end, AsciiString lowerCase) {
    int length = end - start;
    if (length != lowerCase.length()) {
      return false;
    }
    byte[] expected = lowerCase.array();
    int offset = lowerCase.arrayOffset();
    for (int i = 0; i < length; i++) {
      if (Syntax.lower(bytes[start + i]) != expected[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether field {@code i} has exactly that value. */
  public boolean valueIs(int i, AsciiString value) {
    int start = valueStart(i);
    int end = valueEnd(i);
    return Arrays.equals(
        bytes,
        start,
        end,
        value.array(),
        value.arrayOffset(),
        value.arrayOffset() + value.length());
  }

  /** Removes field {@code i}; later ones move up. */
  public void remove(int i) {
    System.arraycopy(fields, (i + 1) * STRIDE, fields, i * STRIDE, (count - i - 1) * STRIDE);
    count--;
  }

  public void removeAll(AsciiString lowerCaseName) {
    for (int i = indexOf(lowerCaseName, 0); i >= 0; i = indexOf(lowerCaseName, i)) {
      remove(i);
    }
  }

  public int nameStart(int i) {
    return fields[i * STRIDE];
  }

  public int nameEnd(int i) {
    return fields[i * STRIDE + 1];
  }

  public int valueStart(int i) {
    return fields[i * STRIDE + 2];
  }

  public int valueEnd(int i) {
    return fields[i * STRIDE + 3];
  }

  /** A copy of the name, as it came. */
  public AsciiString nameBytes(int i) {
    return new AsciiString(bytes, nameStart(i), nameEnd(i) - nameStart(i), true);
  }

  /** A copy of the value. */
  public AsciiString valueBytes(int i) {
    return new AsciiString(bytes, valueStart(i), valueEnd(i) - valueStart(i), true);
  }

  /** A range as text, one character per byte. */
  public String text(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Writes all fields as HTTP/1.1 header lines. */
  public void writeLines(ByteBuf out) {
    writeLines(out, 0, 0);
  }

  /**
   * Writes a start line that lies in the block and then all fields as header lines. Lines that lie
   * next to each other go out as one run; a line with unusual white space is written anew.
   */
  public void writeLines(ByteBuf out, int startLine, int startLineEnd) {
    int runStart = startLine;
    int runEnd = startLineEnd;
    for (int i = 0; i < count; i++) {
      int at = i * STRIDE;
      int nameStart = fields[at];
      int valueEnd = fields[at + 3];
      if (nameStart == runEnd && isPlainLine(at)) {
        runEnd = valueEnd + 2;
        continue;
      }
      out.writeBytes(bytes, runStart, runEnd - runStart);
      if (isPlainLine(at)) {
        runStart = nameStart;
        runEnd = valueEnd + 2;
      } else {
        out.writeBytes(bytes, nameStart, fields[at + 1] - nameStart);
        out.writeShort(':' << 8 | ' ');
        out.writeBytes(bytes, fields[at + 2], valueEnd - fields[at + 2]);
        out.writeShort('\r' << 8 | '\n');
        runStart = 0;
        runEnd = 0;
      }
    }
    out.writeBytes(bytes, runStart, runEnd - runStart);
  }

  private boolean isPlainLine(int at) {
    int nameEnd = fields[at + 1];
    int valueEnd = fields[at + 3];
    return fields[at + 2] == nameEnd + 2
        && valueEnd + 2 <= size
        && bytes[nameEnd] == ':'
        && bytes[nameEnd + 1] == ' '
        && bytes[valueEnd] == '\r'
        && bytes[valueEnd + 1] == '\n';
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(nameBytes(i)).append(": ").append(valueBytes(i)).append('\n');
    }
    return text.toString();
  }
}
