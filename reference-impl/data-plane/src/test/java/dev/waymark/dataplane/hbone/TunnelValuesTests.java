package dev.waymark.dataplane.hbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of a CONNECT's fields, and what is not. */
class TunnelValuesTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1:80",
        "[fd00::1]:8080",
        "cart.shop.svc.cluster.local:65535",
        "localhost:1",
        "a-b_c.example:443"
      })
  void authoritiesAreReadAndWritten(String text) {
    assertThat(Authority.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "10.0.0.1",
        "10.0.0.1:",
        "10.0.0.1:0",
        "10.0.0.1:65536",
        "10.0.0.1:080000",
        "10.0.0.1:-1",
        "10.0.0.1:+1",
        "10.0.0.1: 80",
        "10.0.0.1:80 ",
        "10.0.0.1:8x",
        "10.0.0.256:80",
        "10.0.1:80",
        "fd00::1:80",
        "[fd00::1]",
        "[fd00::1]80",
        "[fd00::1%eth0]:80",
        "[10.0.0.1]:80",
        "[]:80",
        "[x]:80",
        "user@host:80",
        "host/path:80",
        "http://host:80",
        "ho st:80",
        "host..example:80",
        ".host:80",
        "host.:80",
        "123:80",
        "höst:80"
      })
  void otherTextsAreNoAuthorities(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }

  @Test
  void hostNamesAreComparedInLowerCase() {
    assertThat(Authority.parse("Cart.Shop:80")).contains(new Authority.Name("cart.shop", 80));
  }

  @Test
  void baggageIsReadLeniently() {
    Baggage baggage =
        Baggage.parse(
            List.of(
                "k8s.cluster.name=c1,k8s.namespace.name=,unknown=x,,=,service.name",
                " k8s.pod.name = p%201 ,service.version=v=1"));
    assertThat(baggage).isEqualTo(new Baggage("c1", null, "pod", "p%201", null, "v=1", null, null));
    assertThat(Baggage.parse(List.of(baggage.format()))).isEqualTo(baggage);
    assertThat(Baggage.NONE.format()).isEmpty();
  }

  @Test
  void forwardedIsReadAsItIsWritten() {
    Forwarded forwarded = new Forwarded(new InetSocketAddress("10.0.0.1", 4000), "cart.shop.svc");
    assertThat(forwarded.format()).isEqualTo("for=\"10.0.0.1:4000\";host=cart.shop.svc");
    assertThat(Forwarded.parse(forwarded.format())).contains(forwarded);
    assertThat(Forwarded.parse("For=\"[fd00::1]:4000\" , for=other"))
        .contains(new Forwarded(new InetSocketAddress("fd00::1", 4000), null));
    assertThat(Forwarded.parse("for=\"10.0.0.1:4000\";by=\"a,b\";host=\"x\"").orElseThrow().host())
        .isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "for",
        "for=unknown",
        "for=_hidden",
        "for=10.0.0.1",
        "host=x",
        "for=\"",
        ";;="
      })
  void aForwardedWithoutAClientSaysNothing(String text) {
    assertThat(Forwarded.parse(text)).isEmpty();
  }

  @Test
  void onlyAPlainConnectIsARequest() {
    assertThat(ConnectRequest.parse(connect())).isPresent();
    assertThat(ConnectRequest.parse(connect().method("GET"))).isEmpty();
    assertThat(ConnectRequest.parse(connect().scheme("https"))).isEmpty();
    assertThat(ConnectRequest.parse(connect().path("/"))).isEmpty();
    assertThat(ConnectRequest.parse(connect().add(":protocol", "websocket"))).isEmpty();
    assertThat(ConnectRequest.parse(connect().authority("10.0.0.1"))).isEmpty();
    assertThat(ConnectRequest.parse(new DefaultHttp2Headers().method("CONNECT"))).isEmpty();
  }

  @Test
  void whateverIsSentNothingIsThrown() {
    Random random = new Random(7);
    String alphabet = "for=\";,:[]%.aA09 host\u00e9\u0000\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Authority.parse(text.toString());
      Forwarded.parse(text.toString());
      Baggage.parse(List.of(text));
    }
  }

  private static Http2Headers connect() {
    return new DefaultHttp2Headers(false).method("CONNECT").authority("10.0.0.1:80");
  }
}
