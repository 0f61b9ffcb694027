package dev.waymark.mesh.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RequestRefusedException;
import dev.waymark.controlplane.identity.SigningRoot;
import dev.waymark.controlplane.identity.SigningRoots;
import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTests {
  private static final Duration DAY = Duration.ofHours(24);
  private static final SpiffeId CART =
      SpiffeId.parse("spiffe://cluster.local/ns/shop/sa/cart").orElseThrow();

  private final TurnedClock clock = new TurnedClock();
  private final SigningRoot root =
      SigningRoot.create(TrustDomain.CLUSTER_LOCAL, clock.instant(), Duration.ofDays(100));
  private final CertificateAuthority authority =
      new CertificateAuthority(TrustDomain.CLUSTER_LOCAL, SigningRoots.of(root), clock);

  @Test
  void issuesACertificateForClientsAndServers() throws Exception {
    KeyPair keys = p256();
    X509Certificate leaf =
        authority.issue(request(keys, keys, CART.toString()), CART, Duration.ZERO).getFirst();

    leaf.verify(root.certificate().getPublicKey());
    assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, CART.toString()));
    assertThat(leaf.getCriticalExtensionOIDs()).contains("2.5.29.17"); // as there is no subject
    assertThat(leaf.getExtendedKeyUsage())
        .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(clock.instant().plus(DAY));
    assertThat(leaf.getNotBefore().toInstant()).isBefore(clock.instant());
  }

  @Test
  void noCertificateOutlivesItsRoot() throws Exception {
    clock.turn(Duration.ofDays(99).plusHours(12));
    KeyPair keys = p256();
    X509Certificate leaf =
        authority.issue(request(keys, keys, CART.toString()), CART, DAY).getFirst();
    assertThat(leaf.getNotAfter()).isEqualTo(root.certificate().getNotAfter());

    clock.turn(DAY);
    assertRefused(request(keys, keys, CART.toString()), "the root of cluster.local ended at");
  }

  @Test
  void refusesWhatIsNotAskedForAsItMust() throws Exception {
    KeyPair keys = p256();
    String cart = CART.toString();
    assertRefused(request(keys, keys), "subject alternative names [] (expected: the one URI");
    assertRefused(request(keys, keys, "spiffe://cluster.local/ns/shop/sa/admin"), "sa/admin]");
    assertRefused(request(keys, keys, cart, "spiffe://cluster.local/ns/a/sa/b"), "sa/b]");
    assertRefused(request(keys, p256(), cart), "csr: signature");
    assertRefused(request(rsa(), rsa(), cart), "csr: public key (expected: ECDSA on the curve");
    assertRefused(new byte[20_000], "csr: 20000 bytes");
    assertThatThrownBy(() -> authority.issue(request(keys, keys, cart), CART, DAY.plusSeconds(1)))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("validity duration: PT24H1S (expected: at most PT24H)");
    SpiffeId foreign = new SpiffeId(new TrustDomain("other"), "shop", "cart");
    assertThatThrownBy(() -> authority.issue(request(keys, keys, foreign.toString()), foreign, DAY))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("one of the trust domain cluster.local");
  }

  @Test
  void refusesRequestsThatAreCutShortOrDamaged() throws Exception {
    KeyPair keys = p256();
    byte[] good = request(keys, keys, CART.toString());
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), "csr: ");
    }
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] damaged = good.clone();
      damaged[i] ^= 0x55;
      try { // where the signature does not notice, what is certified must be what was asked for
        assertThat(authority.issue(damaged, CART, DAY).getFirst().getPublicKey())
            .isEqualTo(keys.getPublic());
      } catch (RequestRefusedException e) {
        assertThat(e).hasMessageStartingWith("csr: ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(good.length / 2);
  }

  @Test
  void rootsAreKeptAsText() {
    SigningRoot read = SigningRoot.fromPem(root.toPem());
    assertThat(read.certificate()).isEqualTo(root.certificate());
    assertThat(read.key()).isEqualTo(root.key());
    assertThatThrownBy(() -> SigningRoot.fromPem("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("root: expected a PRIVATE KEY (PKCS #8), then a CERTIFICATE, in PEM");
  }

  private void assertRefused(byte[] request, String why) {
    assertThatThrownBy(() -> authority.issue(request, CART, DAY))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining(why);
  }

  private static KeyPair p256() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static KeyPair rsa() throws Exception {
    return KeyPairGenerator.getInstance("RSA").generateKeyPair();
  }

  private static byte[] request(KeyPair keys, KeyPair signer, String... uris) throws Exception {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    GeneralName[] names =
        Arrays.stream(uris)
            .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
            .toArray(GeneralName[]::new);
    extensions.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(names));
    String algorithm =
        signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new JcaPKCS10CertificationRequestBuilder(new X500Name(""), keys.getPublic())
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
        .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
        .getEncoded();
  }
}
