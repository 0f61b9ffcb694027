package dev.waymark.model.identity;

import java.util.Optional;

/**
 * The identity of a Kubernetes workload: {@code spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT}.
 * Every other SPIFFE ID is valid elsewhere and no identity here, so nothing about one may be
 * guessed from its beginning.
 *
 * @param namespace of the service account
 * @param serviceAccount its name
 */
public record SpiffeId(TrustDomain trustDomain, String namespace, String serviceAccount) {
  private static final String SCHEME = "spiffe://";

  /** SPIFFE-ID §2.3. */
  private static final int MAX_LENGTH = 2048;

  public SpiffeId {
    requireSegment("namespace", namespace);
    requireSegment("serviceAccount", serviceAccount);
  }

  private static void requireSegment(String field, String value) {
    if (!isSegment(value)) {
      throw new IllegalArgumentException(
          field
              + ": '"
              + value
              + "' (expected: letters, digits, '.', '-' and '_', and not '.' or '..')");
    }
  }

  /** Reads an identity; empty if the text has any other form. */
  public static Optional<SpiffeId> parse(String uri) {
    if (!uri.startsWith(SCHEME) || uri.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String[] segments = uri.substring(SCHEME.length()).split("/", -1);
    if (segments.length != 5
        || !TrustDomain.isValid(segments[0])
        || !segments[1].equals("ns")
        || !isSegment(segments[2])
        || !segments[3].equals("sa")
        || !isSegment(segments[4])) {
      return Optional.empty();
    }
    return Optional.of(new SpiffeId(new TrustDomain(segments[0]), segments[2], segments[4]));
  }

  /** One segment of a SPIFFE ID's path (SPIFFE-ID §2.2): no escapes, and nothing that climbs. */
  private static boolean isSegment(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.chars()
            .allMatch(
                c ->
                    c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || ".-_".indexOf(c) >= 0);
  }

  /** The form that authorization policies compare: without {@code spiffe://}. */
  public String principal() {
    return trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount;
  }

  /** The URI, as certificates carry it. */
  @Override
  public String toString() {
    return SCHEME + principal();
  }
}
