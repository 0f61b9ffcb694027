package dev.waymark.model.identity;

/**
 * The realm of one certificate authority, such as {@code cluster.local} (SPIFFE-ID §2.1).
 *
 * @param name lower-case letters, digits, dots, dashes and underscores; at most 255 of them
 */
public record TrustDomain(String name) {
  /** What meshes on Kubernetes use unless told otherwise. */
  public static final TrustDomain CLUSTER_LOCAL = new TrustDomain("cluster.local");

  public TrustDomain {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "trust domain: '"
              + name
              + "' (expected: 1 to 255 characters of a-z, 0-9, '.', '-' and '_')");
    }
  }

  /** Whether a text can name a trust domain. */
  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= 255
        && name.chars()
            .allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || ".-_".indexOf(c) >= 0);
  }

  @Override
  public String toString() {
    return name;
  }
}
