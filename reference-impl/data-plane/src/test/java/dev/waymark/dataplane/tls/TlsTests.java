package dev.waymark.dataplane.tls;

import static dev.waymark.dataplane.TestGateway.listener;
import static dev.waymark.dataplane.TestGateway.prefix;
import static dev.waymark.dataplane.TestGateway.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.GatewayLimits;
import dev.waymark.dataplane.H2Client;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import dev.waymark.model.HttpRoute;
import dev.waymark.model.Listener;
import dev.waymark.model.Port;
import dev.waymark.model.RuleAction;
import dev.waymark.model.ServerCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTPS listeners: which certificate, which listener, which protocol. */
class TlsTests {
  private TestGateway gateway;
  private int port;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
    port = TestGateway.freePort();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Port.TlsListener tls(Listener listener, ServerCertificate... certificates) {
    return new Port.TlsListener(listener, List.of(certificates));
  }

  private void apply(Port.TlsListener... listeners) {
    assertThat(gateway.apply(new Port.Https(port, List.of(listeners))).unopened()).isEmpty();
  }

  /**
   * A route that answers with a status, so that a response tells which listener took the request.
   */
  private static HttpRoute answering(int status) {
    return route("r" + status, prefix("/", new RuleAction.Fail(status, "marks the listener")));
  }

  private SSLSocket connect(String serverName, String... protocols)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "gateway", port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(
        serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(5000);
    try {
      socket.startHandshake();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private String certificateFor(String serverName) throws IOException, GeneralSecurityException {
    try (SSLSocket socket = connect(serverName)) {
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return leaf.getSubjectX500Principal().getName();
    }
  }

  private int ask(String serverName, String host) throws IOException, GeneralSecurityException {
    try (RawClient client = new RawClient(connect(serverName))) {
      return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").response().status();
    }
  }

  private static SslContext h2Context() throws IOException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .endpointIdentificationAlgorithm("")
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                "h2"))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void readsKeysInEveryForm(TestCertificates.KeyForm form) throws Exception {
    apply(tls(listener("*", answering(500)), TestCertificates.of(form, "a.test")));
    assertThat(ask("a.test", "a.test")).isEqualTo(500);
  }

  @Test
  void choosesTheCertificateByServerName() throws Exception {
    apply(
        tls(listener("a.test"), TestCertificates.of("a.test")),
        tls(
            listener("*.test"),
            TestCertificates.of("first.example"),
            TestCertificates.of("b.test"),
            TestCertificates.of("*.c.test")),
        tls(listener("*"), TestCertificates.of("any.example")));
    assertThat(certificateFor("a.test")).isEqualTo("CN=a.test");
    assertThat(certificateFor("A.Test")).isEqualTo("CN=a.test");
    assertThat(certificateFor("b.test")).isEqualTo("CN=b.test");
    assertThat(certificateFor("x.c.test")).isEqualTo("CN=*.c.test");
    assertThat(certificateFor("other.test"))
        .as("its listener's first")
        .isEqualTo("CN=first.example");
    assertThat(certificateFor("elsewhere")).isEqualTo("CN=any.example");
    assertThat(certificateFor("")).isEqualTo("CN=any.example");
  }

  @Test
  void goesByTheDnsNamesOfACertificateWhateverOtherNamesItHas() throws Exception {
    apply(
        tls(
            listener("*"),
            TestCertificates.of("first.example"),
            TestCertificates.of("b.test", "uri:*", "*.c.test")));
    assertThat(certificateFor("b.test")).isEqualTo("CN=b.test");
    assertThat(certificateFor("x.c.test")).isEqualTo("CN=b.test");
    assertThat(certificateFor("other.test")).isEqualTo("CN=first.example");
  }

  @Test
  void refusesServerNamesOfNoListenerAndOldVersions() throws Exception {
    apply(tls(listener("a.test", answering(500)), TestCertificates.of("a.test")));
    assertThatThrownBy(() -> connect("b.test")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> connect("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> connect("a.test", "TLSv1.1")).isInstanceOf(IOException.class);
    assertThat(ask("a.test", "a.test")).isEqualTo(500);
    try (SSLSocket old = connect("a.test", "TLSv1.2")) {
      assertThat(old.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
  }

  @ParameterizedTest(name = "server name {0}, host {1} -> {2}")
  @CsvSource({
    "example.org, example.org, 501",
    "example.org, second-example.org, 421",
    "example.org, unknown-example.org, 404",
    "second-example.org, second-example.org, 502",
    "second-example.org, second-example.org:443, 502",
    "second-example.org, example.org, 421",
    "second-example.org, unknown-example.org, 421",
    "third-example.wildcard.org, third-example.wildcard.org, 503",
    "third-example.wildcard.org, fifth-example.wildcard.org, 503",
    "third-example.wildcard.org, fourth-example.wildcard.org, 421",
    "third-example.wildcard.org, second-example.org, 421",
    "third-example.wildcard.org, unknown-example.org, 421",
    "fourth-example.wildcard.org, fourth-example.wildcard.org, 504",
    "fourth-example.wildcard.org, fifth-example.wildcard.org, 421",
    "unknown-example.org, example.org, 501",
    "unknown-example.org, unknown-example.org, 404",
  })
  void detectsMisdirectedRequests(String serverName, String host, int status) throws Exception {
    ServerCertificate certificate = TestCertificates.of("*.org");
    Listener any = listener("*");
    Listener.AttachedRoute example = listener("example.org", answering(501)).routes().getFirst();
    apply(
        tls(any.withRoutes(List.of(example)), certificate),
        tls(listener("second-example.org", answering(502)), certificate),
        tls(listener("*.wildcard.org", answering(503)), certificate),
        tls(listener("fourth-example.wildcard.org", answering(504)), certificate));
    assertThat(ask(serverName, host)).isEqualTo(status);
    try (H2Client client = new H2Client(port, h2Context(), serverName)) {
      assertThat(client.get("/", host).status()).isEqualTo(status);
    }
  }

  @Test
  void swapsCertificatesWithoutDroppingConnections() throws Exception {
    apply(tls(listener("*", answering(501)), TestCertificates.of("old.test")));
    try (RawClient client = new RawClient(connect("a.test"))) {
      assertThat(client.get("/").status()).isEqualTo(501);
      apply(tls(listener("*", answering(502)), TestCertificates.of("new.test")));
      assertThat(certificateFor("a.test")).isEqualTo("CN=new.test");
      assertThat(client.get("/").status())
          .as("on the old connection, by the new routes")
          .isEqualTo(502);
    }
  }

  @Test
  void forwardsOverBothProtocols() throws Exception {
    String large = "0123456789".repeat(50_000);
    try (Backend backend =
        Backend.scripted(
            (request, _, out) -> {
              Backend.write(
                  out,
                  "HTTP/1.1 200 OK\r\nContent-Length: "
                      + request.body().length()
                      + "\r\n\r\n"
                      + request.body());
              return true;
            })) {
      HttpRoute forward =
          route("r", prefix("/", TestGateway.to(gateway.backend("b", backend.port()))));
      apply(tls(listener("*", forward), TestCertificates.of("a.test")));
      try (RawClient client = new RawClient(connect("a.test"));
          H2Client second = new H2Client(port, h2Context(), "a.test")) {
        client.send(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + large.length() + "\r\n\r\n" + large);
        assertThat(client.response().body()).isEqualTo(large);
        assertThat(backend.lastRequest().header("x-forwarded-proto")).isEqualTo("https");
        assertThat(
                second
                    .open()
                    .head(second.headers("POST", "/", "a"), false)
                    .data(large, true)
                    .response()
                    .body())
            .isEqualTo(large);
      }
    }
  }

  @Test
  void drainsWhatSpokeAnotherScheme() throws Exception {
    apply(tls(listener("*", answering(501)), TestCertificates.of("a.test")));
    try (RawClient client = new RawClient(connect("a.test"))) {
      assertThat(client.get("/").status()).isEqualTo(501);
      gateway.apply(TestGateway.http(port, listener("*", answering(502))));
      RawClient.Response response = client.get("/");
      // The connection's loop may come to this request before it hears that it is to drain.
      for (int i = 0; i < 100 && response.header("connection").isEmpty(); i++) {
        assertThat(response.status()).isEqualTo(404);
        response = client.get("/");
      }
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.header("connection")).isEqualTo("close");
    }
    try (RawClient client = new RawClient(port)) {
      assertThat(client.get("/").status()).isEqualTo(502);
    }
  }

  @Test
  void waitsNoLongerThanAllowedForAHandshake() throws Exception {
    GatewayLimits limits = GatewayLimits.DEFAULT.withHandshake(Duration.ofMillis(150));
    gateway.close();
    gateway = TestGateway.start(limits);
    apply(tls(listener("*"), TestCertificates.of("a.test")));
    try (RawClient client = new RawClient(port)) {
      assertThat(client.read()).isEqualTo(-1);
    }
  }
}
