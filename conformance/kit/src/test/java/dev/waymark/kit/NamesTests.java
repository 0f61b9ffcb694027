package dev.waymark.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTests {
  private static final Names NAMES =
      new Names(
          "r7b2c", "k3x9a", Set.of("infra"), Set.of("HTTPRoute/infra/mine", "GatewayClass//klass"));

  @ParameterizedTest
  @CsvSource({
    "example.com, k3x9a.example.com",
    "foo.example.com, foo.k3x9a.example.com",
    "very.specific.example.com, very.specific.k3x9a.example.com",
    "*.example.com, *.k3x9a.example.com",
    "foo.example.com:1234, foo.k3x9a.example.com:1234",
    "*.com, *.com",
    "localhost, localhost",
    "127.0.0.1, 127.0.0.1",
    "127.0.0.1:80, 127.0.0.1:80",
    "[::1]:80, [::1]:80",
  })
  void hosts(String stable, String seeded) {
    assertThat(NAMES.host(stable)).isEqualTo(seeded);
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/one, /k3x9a-one",
    "/one/two, /k3x9a-one/k3x9a-two",
    "/one/, /k3x9a-one/",
    "/v2example, /k3x9a-v2example",
    "/one?a=b/c, /k3x9a-one?a=b/c",
    "/status/503, /status/503",
  })
  void paths(String stable, String seeded) {
    assertThat(NAMES.path(stable)).isEqualTo(seeded);
  }

  @ParameterizedTest
  @CsvSource({
    "version, version-k3x9a",
    "X-Colour, X-Colour-k3x9a",
    "Host, Host",
    "X-Echo-Set-Header, X-Echo-Set-Header"
  })
  void headers(String stable, String seeded) {
    assertThat(NAMES.header(stable)).isEqualTo(seeded);
  }

  @Test
  void namespacesAndObjects() {
    assertThat(NAMES.namespace("infra")).isEqualTo("infra-r7b2c");
    assertThat(NAMES.namespace("mine")).isEqualTo("mine-k3x9a");
    assertThat(NAMES.object("HTTPRoute", "infra", "mine")).isEqualTo("mine-k3x9a");
    assertThat(NAMES.object("HTTPRoute", "infra", "other")).isEqualTo("other");
    assertThat(NAMES.object("HTTPRoute", "elsewhere", "mine")).isEqualTo("mine");
    assertThat(NAMES.object("GatewayClass", "klass")).isEqualTo("klass-k3x9a");
  }

  @Test
  void requests() {
    Request seeded =
        NAMES.seeded(
            Request.get("/one")
                .host("example.org")
                .header("X-A", "b")
                .over(Tls.unverified("example.org")));

    assertThat(seeded.path()).isEqualTo("/k3x9a-one");
    assertThat(seeded.host()).isEqualTo("k3x9a.example.org");
    assertThat(seeded.headers()).containsExactly(new Header("X-A-k3x9a", "b"));
    assertThat(seeded.tls()).isEqualTo(Tls.unverified("k3x9a.example.org"));
  }
}
