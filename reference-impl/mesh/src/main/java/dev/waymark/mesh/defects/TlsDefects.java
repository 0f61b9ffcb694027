package dev.waymark.mesh.defects;

import static dev.waymark.mesh.defects.StatusFaults.becomes;
import static dev.waymark.mesh.defects.StatusFaults.change;
import static dev.waymark.mesh.defects.StatusFaults.listeners;
import static dev.waymark.mesh.defects.StatusFaults.reason;
import static dev.waymark.mesh.defects.StatusFaults.says;
import static dev.waymark.mesh.defects.StatusFaults.spec;

import dev.waymark.controlplane.status.GatewayStatus;
import dev.waymark.controlplane.status.ListenerStatus;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.view.ClusterView;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.Port;
import dev.waymark.model.ServerCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SecretObjectReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SecretObjectReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults in how listeners end TLS, and with which certificate. */
final class TlsDefects {
  private static final String OWN_SECRET = "waymark-own-certificate";
  private static final Predicate<StatusCondition> INVALID_CERTIFICATE =
      says("ResolvedRefs", "False", "InvalidCertificateRef");

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "TLS_REQUESTS_NOT_ROUTED",
              "gateway.listener.https.terminates",
              "Requests that come in over TLS are answered with 404 though a route matches.",
              () ->
                  tlsListeners(
                      port ->
                          port.tlsListeners().stream()
                              .map(
                                  tls ->
                                      new Port.TlsListener(
                                          tls.http().withRoutes(List.of()), tls.certificates()))
                              .toList())),
          new Defect(
              "TLS_OWN_CERTIFICATE_SERVED",
              "gateway.listener.tls.certificate-served",
              "A certificate of the data plane's own is presented in place of the Secret's.",
              TlsDefects::ownCertificateServed),
          new Defect(
              "TLS_SERVER_NAME_IGNORED",
              "gateway.listener.tls.sni-selects",
              "Whatever the server name, the certificate of the port's first listener is"
                  + " presented.",
              () ->
                  tlsListeners(
                      port ->
                          port.tlsListeners().stream()
                              .map(
                                  tls ->
                                      new Port.TlsListener(
                                          tls.http(),
                                          port.tlsListeners().getFirst().certificates()))
                              .toList())),
          new Defect(
              "TLS_MISSING_SECRET_NOT_PERMITTED",
              "gateway.listener.tls.secret-missing",
              "A Secret that does not exist is reported with reason RefNotPermitted.",
              () ->
                  certificates(
                      INVALID_CERTIFICATE,
                      (key, view) -> !view.secrets().containsKey(key),
                      reason("RefNotPermitted"))),
          new Defect(
              "TLS_REF_GROUP_IGNORED",
              "gateway.listener.tls.ref-group",
              "The group of a certificate reference is not looked at.",
              () ->
                  ViewFaults.everywhere(
                      ViewFaults.listeners(
                          listener -> withRefs(listener, ref -> ref.withGroup(""))))),
          new Defect(
              "TLS_REF_KIND_IGNORED",
              "gateway.listener.tls.ref-kind",
              "The kind of a certificate reference is not looked at.",
              () ->
                  ViewFaults.everywhere(
                      ViewFaults.listeners(
                          listener -> withRefs(listener, ref -> ref.withKind("Secret"))))),
          new Defect(
              "TLS_MALFORMED_SECRET_RESOLVED",
              "gateway.listener.tls.secret-malformed",
              "A Secret whose tls.crt is not PEM counts as resolved.",
              () ->
                  certificates(
                      INVALID_CERTIFICATE,
                      (key, view) -> isMalformed(view.secrets().get(key)),
                      becomes("True", "ResolvedRefs"))),
          new Defect(
              "TLS_FOREIGN_SECRET_INVALID",
              "gateway.listener.tls.cross-namespace-needs-grant",
              "A Secret in a namespace without grants is reported with InvalidCertificateRef.",
              () ->
                  certificates(
                      says("ResolvedRefs", "False", "RefNotPermitted"),
                      (key, view) -> view.grantsIn(key.namespace()).isEmpty(),
                      reason("InvalidCertificateRef"))),
          new Defect(
              "TLS_UNRESOLVED_SERVED",
              "gateway.listener.tls.unresolved-not-served",
              "A listener without a usable certificate is served with one of the data plane's own.",
              TlsDefects::unresolvedServed));

  private TlsDefects() {}

  private static Faults tlsListeners(
      java.util.function.Function<Port.Https, List<Port.TlsListener>> listenerChange) {
    return ConfigFaults.ports(
        (port, _) ->
            switch (port) {
              case Port.Http http -> http;
              case Port.Https https -> new Port.Https(https.number(), listenerChange.apply(https));
            });
  }

  private static Faults ownCertificateServed() {
    ServerCertificate own = OwnCertificate.create();
    return tlsListeners(
        port ->
            port.tlsListeners().stream()
                .map(tls -> new Port.TlsListener(tls.http(), List.of(own)))
                .toList());
  }

  /**
   * The own certificate is for no name that anyone asks for, so that it is served only where there
   * is no other.
   */
  private static Faults unresolvedServed() {
    ServerCertificate own = OwnCertificate.create();
    var secrets = new HashMap<String, Secret>();
    UnaryOperator<ClusterView> refs =
        ViewFaults.gateways((gateway, _) -> withOwnCertificate(gateway));
    return ViewFaults.served(
        view -> {
          var all = new HashMap<>(view.secrets());
          view.gateways()
              .keySet()
              .forEach(
                  gateway ->
                      all.put(
                          new ObjectKey(gateway.namespace(), OWN_SECRET),
                          secrets.computeIfAbsent(
                              gateway.namespace(), namespace -> secret(namespace, own))));
          return refs.apply(view.withSecrets(all));
        });
  }

  private static Gateway withOwnCertificate(Gateway gateway) {
    var reference = new SecretObjectReferenceBuilder().withName(OWN_SECRET).build();
    return ViewFaults.withListeners(
        gateway,
        gateway.getSpec().getListeners().stream()
            .map(
                listener ->
                    listener.getTls() == null
                        ? listener
                        : new ListenerBuilder(listener)
                            .editTls()
                            .addToCertificateRefs(reference)
                            .endTls()
                            .build())
            .toList());
  }

  private static Secret secret(String namespace, ServerCertificate certificate) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(OWN_SECRET)
        .endMetadata()
        .addToData("tls.crt", base64(certificate.chainPem()))
        .addToData("tls.key", base64(certificate.privateKeyPem()))
        .build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Listener withRefs(
      Listener listener, UnaryOperator<SecretObjectReferenceBuilder> refChange) {
    if (listener.getTls() == null) {
      return listener;
    }
    var refs = new ArrayList<SecretObjectReference>();
    for (SecretObjectReference ref : listener.getTls().getCertificateRefs()) {
      refs.add(refChange.apply(new SecretObjectReferenceBuilder(ref)).build());
    }
    return new ListenerBuilder(listener).editTls().withCertificateRefs(refs).endTls().build();
  }

  private interface SecretTest {
    boolean test(ObjectKey secret, ClusterView view);
  }

  /**
   * Changes ResolvedRefs of listeners one of whose certificate references, to a Secret, is such.
   */
  private static Faults certificates(
      Predicate<StatusCondition> fits,
      SecretTest test,
      UnaryOperator<StatusCondition> conditionChange) {
    return listeners(
        (listener, gateway, view) ->
            namedSecrets(listener, gateway, view).stream().anyMatch(key -> test.test(key, view))
                ? listener.withConditions(change(listener.conditions(), fits, conditionChange))
                : listener);
  }

  private static List<ObjectKey> namedSecrets(
      ListenerStatus listener, GatewayStatus gateway, ClusterView view) {
    return spec(listener, gateway, view).stream()
        .filter(found -> found.getTls() != null)
        .flatMap(found -> found.getTls().getCertificateRefs().stream())
        .filter(ref -> ref.getGroup() == null || ref.getGroup().isEmpty())
        .filter(ref -> ref.getKind() == null || ref.getKind().equals("Secret"))
        .map(
            ref ->
                new ObjectKey(
                    ref.getNamespace() == null ? gateway.gateway().namespace() : ref.getNamespace(),
                    ref.getName()))
        .toList();
  }

  private static boolean isMalformed(@org.jspecify.annotations.Nullable Secret secret) {
    String certificate =
        secret == null || secret.getData() == null ? null : secret.getData().get("tls.crt");
    return certificate != null
        && !new String(Base64.getMimeDecoder().decode(certificate), StandardCharsets.US_ASCII)
            .contains("-----BEGIN CERTIFICATE-----");
  }
}
