package dev.waymark.dataplane.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The DNS names in a certificate's subjectAltName (RFC 5280 §4.2.1.6).
 *
 * <p>Read from its DER, because the JDK's reader gives up on the whole extension over one name of
 * another kind, such as a URI without a scheme, that other makers of certificates let pass.
 */
final class DnsNames {
  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final byte DNS_NAME = (byte) 0x82; // [2] IA5String

  private DnsNames() {}

  /** The names in the order given; none if the extension is absent or no list of names. */
  static List<String> of(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(SUBJECT_ALT_NAME);
    if (extension == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try {
      ByteBuffer octets = content(ByteBuffer.wrap(extension));
      ByteBuffer sequence = content(octets);
      while (sequence.hasRemaining()) {
        byte tag = sequence.get(sequence.position());
        ByteBuffer name = content(sequence);
        if (tag == DNS_NAME) {
          names.add(ISO_8859_1.decode(name).toString());
        }
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return List.of(); // its lengths don't add up
    }
    return List.copyOf(names);
  }

  /** The content of the element at the buffer's position, which moves behind it. */
  private static ByteBuffer content(ByteBuffer der) {
    int tag = der.position();
    int length = der.get(tag + 1) & 0xff;
    int start = tag + 2;
    if (length >= 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | der.get(start++) & 0xff;
      }
    }
    ByteBuffer content = der.slice(start, length);
    der.position(start + length);
    return content;
  }
}
