package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.view.Lookup;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.ServerCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerTLSConfig;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SecretObjectReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a listener's references to certificates. */
final class CertificateRefs {
  private CertificateRefs() {}

  /**
   * What the references lead to.
   *
   * @param failures what is wrong with the others, in the order of the references
   */
  record Result(List<ServerCertificate> usable, List<Failure> failures) {
    static final Result NOTHING_ASKED = new Result(List.of(), List.of());
  }

  /**
   * A reference that leads nowhere.
   *
   * @param reason of the listener's condition ResolvedRefs
   */
  record Failure(String reason, String message) {}

  static Result resolve(@Nullable ListenerTLSConfig tls, String gatewayNamespace, Lookup lookup) {
    if (tls == null || tls.getCertificateRefs().isEmpty()) {
      return new Result(
          List.of(), List.of(invalid("tls.certificateRefs: protocol HTTPS needs a certificate")));
    }
    var usable = new ArrayList<ServerCertificate>();
    var failures = new ArrayList<Failure>();
    for (SecretObjectReference ref : tls.getCertificateRefs()) {
      try {
        usable.add(resolve(ref, gatewayNamespace, lookup));
      } catch (Unresolved e) {
        failures.add(e.failure);
      }
    }
    return new Result(List.copyOf(usable), List.copyOf(failures));
  }

  private static ServerCertificate resolve(
      SecretObjectReference ref, String gatewayNamespace, Lookup lookup) throws Unresolved {
    String group = Text.orEmpty(ref.getGroup());
    String kind = Text.or(ref.getKind(), "Secret");
    if (!group.isEmpty() || !kind.equals("Secret")) {
      throw new Unresolved(
          invalid(
              "certificateRef "
                  + ref.getName()
                  + ": kind "
                  + (group.isEmpty() ? kind : kind + "." + group)
                  + " is not supported, only Secret is"));
    }
    var key = new ObjectKey(Text.or(ref.getNamespace(), gatewayNamespace), ref.getName());
    if (!key.namespace().equals(gatewayNamespace) && !permitted(key, gatewayNamespace, lookup)) {
      throw new Unresolved(
          new Failure(
              "RefNotPermitted",
              "certificateRef to Secret "
                  + key
                  + ": no ReferenceGrant in namespace "
                  + key.namespace()
                  + " allows it to Gateways of namespace "
                  + gatewayNamespace));
    }
    Secret secret = lookup.secret(key).orElse(null);
    if (secret == null) {
      throw new Unresolved(invalid("certificateRef: Secret " + key + " does not exist"));
    }
    try {
      return Certificates.of(secret);
    } catch (IllegalArgumentException e) {
      throw new Unresolved(invalid("certificateRef: Secret " + key + ": " + e.getMessage()));
    }
  }

  private static boolean permitted(ObjectKey secret, String gatewayNamespace, Lookup lookup) {
    return Grants.permit(
        lookup.grantsIn(secret.namespace()),
        new Grants.From(GatewayApi.GROUP, GatewayApi.GATEWAY, gatewayNamespace),
        new Grants.To("", "Secret", secret.name()));
  }

  private static Failure invalid(String message) {
    return new Failure("InvalidCertificateRef", message);
  }

  private static final class Unresolved extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    Unresolved(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }
  }
}
