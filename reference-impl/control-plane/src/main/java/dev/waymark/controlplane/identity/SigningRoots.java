package dev.waymark.controlplane.identity;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The roots of a trust domain at one moment: those that peers are to trust, and the one that signs.
 * A root is replaced in three steps, with time between them for everybody to follow: it is
 * announced (trusted, not yet signing), adopted (signing, the old one still trusted), and in the
 * end the old one is retired. So no certificate is ever shown to a peer that does not know its root
 * yet, or no more.
 *
 * @param trusted oldest first
 * @param signing which of them signs
 */
public record SigningRoots(List<SigningRoot> trusted, int signing) {
  public SigningRoots {
    trusted = List.copyOf(trusted);
    if (signing < 0 || signing >= trusted.size()) {
      throw new IllegalArgumentException(
          "signing: " + signing + " (expected: one of the " + trusted.size() + " trusted roots)");
    }
  }

  /** A trust domain with a single root. */
  public static SigningRoots of(SigningRoot root) {
    return new SigningRoots(List.of(root), 0);
  }

  SigningRoot signer() {
    return trusted.get(signing);
  }

  /** The newest root, which will sign if it does not yet. */
  public SigningRoot newest() {
    return trusted.getLast();
  }

  /** What peers trust: the certificates of all roots. */
  public List<X509Certificate> bundle() {
    return trusted.stream().map(SigningRoot::certificate).toList();
  }

  /** Step one: the next root is trusted, and signs nothing yet. */
  public SigningRoots announce(SigningRoot next) {
    List<SigningRoot> more = new ArrayList<>(trusted);
    more.add(next);
    return new SigningRoots(more, signing);
  }

  /** Step two: the newest root signs. */
  public SigningRoots adopt() {
    return new SigningRoots(trusted, trusted.size() - 1);
  }

  /** Step three: only the root that signs, and younger ones, are trusted. */
  public SigningRoots retire() {
    return new SigningRoots(trusted.subList(signing, trusted.size()), 0);
  }
}
