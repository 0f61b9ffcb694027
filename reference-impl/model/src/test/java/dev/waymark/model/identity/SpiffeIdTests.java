package dev.waymark.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTests {
  @Test
  void readsAndWritesTheFormOfKubernetesWorkloads() {
    String uri = "spiffe://cluster.local/ns/shop/sa/cart";

    SpiffeId id = SpiffeId.parse(uri).orElseThrow();

    assertThat(id).isEqualTo(new SpiffeId(TrustDomain.CLUSTER_LOCAL, "shop", "cart"));
    assertThat(id).hasToString(uri);
    assertThat(id.principal()).isEqualTo("cluster.local/ns/shop/sa/cart");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spiffe://",
        "spiffe://td",
        "spiffe://td/ns/a",
        "spiffe://td/ns/a/sa",
        "spiffe://td/ns/a/sa/",
        "spiffe://td/ns//sa/b",
        "spiffe:///ns/a/sa/b",
        "spiffe://td/ns/a/sa/b/",
        "spiffe://td/ns/a/sa/b/c",
        "spiffe://td//ns/a/sa/b",
        "spiffe://td/NS/a/sa/b",
        "spiffe://td/sa/a/ns/b",
        "spiffe://td/ns/a/sa/..",
        "spiffe://td/ns/./sa/b",
        "spiffe://td/ns/a%2Fb/sa/b",
        "spiffe://td/ns/a/sa/b?x=y",
        "spiffe://td/ns/a/sa/b#x",
        "spiffe://td:443/ns/a/sa/b",
        "spiffe://user@td/ns/a/sa/b",
        "spiffe://TD/ns/a/sa/b",
        "SPIFFE://td/ns/a/sa/b",
        "https://td/ns/a/sa/b",
        "td/ns/a/sa/b",
        " spiffe://td/ns/a/sa/b",
        "spiffe://td/ns/a/sa/b\n"
      })
  void takesNothingElseForAnIdentity(String uri) {
    assertThat(SpiffeId.parse(uri)).isEmpty();
  }

  @Test
  void cantBeBuiltOutOfPartsThatWouldReadDifferently() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpiffeId(TrustDomain.CLUSTER_LOCAL, "a/sa/b", "c"))
        .withMessageStartingWith("namespace: 'a/sa/b' (expected:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustDomain("Cluster.Local"))
        .withMessageStartingWith("trust domain: 'Cluster.Local' (expected:");
  }
}
