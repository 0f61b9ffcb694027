package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.controlplane.translate.TranslatedListener.Protocol;
import dev.waymark.controlplane.view.Lookup;
import dev.waymark.model.HostPattern;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.AllowedRoutes;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteGroupKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Gateway's listeners: what each may serve, with what, and which of them are in each other's way.
 */
final class ListenerTranslator {
  private static final List<String> SUPPORTED_KINDS = List.of(GatewayApi.HTTP_ROUTE);

  private final Gateway gateway;
  private final String namespace;
  private final long generation;
  private final Lookup lookup;

  private ListenerTranslator(Gateway gateway, Lookup lookup) {
    this.gateway = gateway;
    this.namespace = gateway.getMetadata().getNamespace();
    this.generation = gateway.getMetadata().getGeneration();
    this.lookup = lookup;
  }

  static List<TranslatedListener> translate(Gateway gateway, Lookup lookup) {
    var translator = new ListenerTranslator(gateway, lookup);
    return Conflicts.refuse(
        gateway.getSpec().getListeners().stream().map(translator::listener).toList(),
        translator.generation);
  }

  private TranslatedListener listener(Listener listener) {
    Protocol protocol =
        switch (listener.getProtocol()) {
          case "HTTP" -> Protocol.HTTP;
          case "HTTPS" -> Protocol.HTTPS;
          default -> Protocol.UNSUPPORTED;
        };
    AllowedRoutes allowed = listener.getAllowedRoutes();
    List<RouteGroupKind> asked = allowed == null ? List.of() : allowed.getKinds();
    List<RouteGroupKind> unknown =
        protocol == Protocol.UNSUPPORTED
            ? List.of()
            : asked.stream().filter(kind -> !isSupported(kind)).toList();
    CertificateRefs.Result certificates =
        protocol == Protocol.HTTPS
            ? CertificateRefs.resolve(listener.getTls(), namespace, lookup)
            : CertificateRefs.Result.NOTHING_ASKED;
    return new TranslatedListener(
        listener.getName(),
        listener.getPort(),
        protocol,
        HostPattern.parse(Text.orEmpty(listener.getHostname())),
        kinds(protocol, asked),
        AllowedNamespaces.of(allowed == null ? null : allowed.getNamespaces(), namespace),
        accepted(listener, protocol),
        StatusCondition.fails("Conflicted", "NoConflicts", "", generation),
        resolvedRefs(unknown, certificates),
        certificates.usable());
  }

  private static List<String> kinds(Protocol protocol, List<RouteGroupKind> asked) {
    if (protocol == Protocol.UNSUPPORTED) {
      return List.of();
    }
    return asked.isEmpty()
        ? SUPPORTED_KINDS
        : asked.stream()
            .filter(ListenerTranslator::isSupported)
            .map(RouteGroupKind::getKind)
            .distinct()
            .toList();
  }

  private static boolean isSupported(RouteGroupKind kind) {
    return Text.or(kind.getGroup(), GatewayApi.GROUP).equals(GatewayApi.GROUP)
        && SUPPORTED_KINDS.contains(kind.getKind());
  }

  private StatusCondition accepted(Listener listener, Protocol protocol) {
    if (protocol == Protocol.UNSUPPORTED) {
      return notAccepted(
          "UnsupportedProtocol",
          "protocol " + listener.getProtocol() + " is not supported, HTTP and HTTPS are");
    }
    return protocol == Protocol.HTTPS
        ? unsupportedTls(listener)
            .map(message -> notAccepted("UnsupportedValue", message))
            .orElseGet(this::accepted)
        : accepted();
  }

  /** What would make connections less protected than the Gateway asks, if it were passed over. */
  private Optional<String> unsupportedTls(Listener listener) {
    var tls = listener.getTls();
    if (tls != null && !Text.or(tls.getMode(), "Terminate").equals("Terminate")) {
      return Optional.of("tls.mode " + tls.getMode() + " is not supported on protocol HTTPS");
    }
    if (tls != null && tls.getOptions() != null && !tls.getOptions().isEmpty()) {
      return Optional.of("tls.options is not supported: " + tls.getOptions().keySet());
    }
    return asksForClientCertificates()
        ? Optional.of("the Gateway's tls.frontend: client certificates are not supported")
        : Optional.empty();
  }

  private boolean asksForClientCertificates() {
    var tls = gateway.getSpec().getTls();
    return tls != null && tls.getFrontend() != null;
  }

  private StatusCondition accepted() {
    return StatusCondition.holds("Accepted", "Accepted", generation);
  }

  private StatusCondition notAccepted(String reason, String message) {
    return StatusCondition.fails("Accepted", reason, message, generation);
  }

  private StatusCondition resolvedRefs(
      List<RouteGroupKind> unknownKinds, CertificateRefs.Result certificates) {
    var messages = new ArrayList<String>();
    @Nullable String reason = null;
    if (!unknownKinds.isEmpty()) {
      reason = "InvalidRouteKinds";
      messages.add(
          "allowedRoutes.kinds: "
              + String.join(", ", unknownKinds.stream().map(RouteGroupKind::getKind).toList())
              + " can't attach here, only "
              + String.join(", ", SUPPORTED_KINDS));
    }
    for (CertificateRefs.Failure failure : certificates.failures()) {
      reason = reason == null ? failure.reason() : reason;
      messages.add(failure.message());
    }
    return reason == null
        ? StatusCondition.holds("ResolvedRefs", "ResolvedRefs", generation)
        : StatusCondition.fails("ResolvedRefs", reason, String.join("; ", messages), generation);
  }
}
