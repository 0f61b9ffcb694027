package dev.waymark.gatewaytests.httproute;

import dev.waymark.gatewaytests.Answers;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.Tls;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * Two HTTPS listeners on one port, one with a hostname, each with a certificate of its own.
 *
 * <p>Stricter than the official test, where all listeners share one certificate: a client that
 * trusts only the one which belongs to the name it asks for completes a handshake.
 */
@ConformanceTest(
    name = "HTTPRouteHTTPSListener",
    says = "HTTPS listeners end TLS and are chosen by SNI",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-https-listener.yaml")
public class HttpRouteHttpsListener {
  private static final String FIRST = "example.org";
  private static final String SECOND = "second-example.org";

  @BeforeAll
  static void listenersAreOpen(Kit kit) {
    kit.given(getting(kit, FIRST, Tls.unverified(FIRST)), Answer.any());
    kit.given(getting(kit, SECOND, Tls.unverified(SECOND)), Answer.any());
  }

  @Check(
      requirement = "gateway.listener.https.terminates",
      says = "A request inside TLS is routed by its Host")
  void requestIsRouted(Kit kit) {
    kit.expect(getting(kit, FIRST, Tls.unverified(FIRST)), Answer.from("infra-backend-v1"));
  }

  @Check(
      requirement = "httproute.parents.section-name",
      says = "A route for one listener is served there and not by the other")
  void sectionNameChooses(Kit kit) {
    kit.given(getting(kit, FIRST, Tls.unverified(FIRST)), Answer.from("infra-backend-v1"));
    kit.expect(getting(kit, SECOND, Tls.unverified(SECOND)), Answer.from("infra-backend-v2"));
    kit.expect(
        getting(kit, "unknown-example.org", Tls.unverified("unknown-example.org")),
        Answers.noBackend());
  }

  @Check(
      requirement = "gateway.listener.tls.certificate-served",
      says = "The first listener presents the certificate of its Secret")
  void certificateIsTheSecrets(Kit kit) {
    kit.expect(getting(kit, FIRST, trusting(kit, FIRST, "certificate-example-org")), Answer.any());
  }

  @Check(
      requirement = "gateway.listener.tls.sni-selects",
      says = "A client that asks for the second listener's name gets that listener's certificate")
  void sniSelects(Kit kit) {
    kit.given(getting(kit, FIRST, trusting(kit, FIRST, "certificate-example-org")), Answer.any());
    kit.expect(
        getting(kit, SECOND, trusting(kit, SECOND, "certificate-second-example-org")),
        Answer.any());
  }

  private static Tls trusting(Kit kit, String host, String secret) {
    return Tls.to(host, kit.certificatePem(Kit.INFRA, secret));
  }

  private static Call getting(Kit kit, String host, Tls tls) {
    return kit.gateway("same-namespace-with-https-listener")
        .sending(Request.get("/").host(host).over(tls));
  }
}
