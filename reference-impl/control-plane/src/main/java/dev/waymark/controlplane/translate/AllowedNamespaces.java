package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.view.ClusterView;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteNamespaces;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From which namespaces a listener takes routes. */
public sealed interface AllowedNamespaces {
  /** Whether routes of the namespace may attach. */
  boolean allow(String namespace, ClusterView view);

  /** The Gateway's own namespace. */
  record Same(String gatewayNamespace) implements AllowedNamespaces {
    @Override
    public boolean allow(String namespace, ClusterView view) {
      return namespace.equals(gatewayNamespace);
    }
  }

  /** Every namespace. */
  record All() implements AllowedNamespaces {
    @Override
    public boolean allow(String namespace, ClusterView view) {
      return true;
    }
  }

  /** The namespaces whose labels are selected. */
  record Selected(LabelSelector selector) implements AllowedNamespaces {
    @Override
    public boolean allow(String namespace, ClusterView view) {
      return view.namespaces().containsKey(namespace) && selects(view.labelsOf(namespace));
    }

    private boolean selects(Map<String, String> labels) {
      Map<String, String> wanted = selector.getMatchLabels();
      return (wanted == null || labels.entrySet().containsAll(wanted.entrySet()))
          && selector.getMatchExpressions().stream()
              .allMatch(
                  term -> {
                    @Nullable String value = labels.get(term.getKey());
                    return switch (term.getOperator()) {
                      case "In" -> value != null && term.getValues().contains(value);
                      case "NotIn" -> value == null || !term.getValues().contains(value);
                      case "Exists" -> value != null;
                      case "DoesNotExist" -> value == null;
                      default -> false;
                    };
                  });
    }
  }

  /** Reads {@code allowedRoutes.namespaces}; nothing said means the Gateway's own namespace. */
  static AllowedNamespaces of(@Nullable RouteNamespaces namespaces, String gatewayNamespace) {
    if (namespaces == null) {
      return new Same(gatewayNamespace);
    }
    return switch (Text.or(namespaces.getFrom(), "Same")) {
      case "All" -> new All();
      case "Selector" ->
          namespaces.getSelector() == null
              ? new Selected(new LabelSelector())
              : new Selected(namespaces.getSelector());
      default -> new Same(gatewayNamespace);
    };
  }
}
