package dev.waymark.kit.run;

import dev.waymark.kit.Names;
import dev.waymark.kit.plan.Claims;
import dev.waymark.kit.plan.MeshWords;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a manifest in stable names into one in this run's names (see {@link Names}), with the
 * claimed GatewayClass and controller. Pure: works on a copy.
 */
final class ManifestMapper {
  /** Marks every object of a run, so that all of them can be found and removed by hand. */
  static final String RUN_LABEL = "waymark.dev/run";

  /** In place of a GatewayClass: that of the mesh's waypoints. */
  static final String WAYPOINT_CLASS = "{WAYPOINT_CLASS_NAME}";

  private static final String KIND_OF_NAMESPACE = "gateway-conformance";
  private static final String USE_WAYPOINT = "istio.io/use-waypoint";
  private static final String WAYPOINT = "waypoint";
  private static final String NAMESPACE_NAME_LABEL = "kubernetes.io/metadata.name";
  private static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";
  private static final Set<String> ROUTES =
      Set.of("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute");

  private static final Set<String> REFERABLE =
      Set.of("Gateway", "ListenerSet", "Service", "Secret", "ConfigMap");

  private final Names names;
  private final Claims claims;

  ManifestMapper(Names names, Claims claims) {
    this.names = names;
    this.claims = claims;
  }

  /** A whole manifest. */
  ObjectNode manifest(JsonNode stable) {
    ObjectNode mapped = (ObjectNode) stable.deepCopy();
    String kind = stable.path("kind").asString("");
    String namespace = stable.path("metadata").path("namespace").asString("");
    ObjectNode metadata = mapped.withObjectProperty("metadata");
    text(metadata, "name", name -> name(kind, namespace, name));
    text(metadata, "namespace", names::namespace);
    metadata.withObjectProperty("labels").put(RUN_LABEL, names.run());
    body(mapped, kind, namespace);
    if (kind.equals("Namespace")) {
      enrol(metadata.withObjectProperty("labels"));
    }
    return mapped;
  }

  /** A namespace that is to be in the mesh gets the labels that put it there. */
  private void enrol(ObjectNode labels) {
    String kind = labels.path(KIND_OF_NAMESPACE).asString("");
    if (!kind.startsWith("mesh")) {
      return;
    }
    MeshWords words = MeshWords.of(claims);
    new TreeMap<>(words.enrolment()).forEach(labels::put);
    if (kind.equals("mesh") && words.waypointClass().isPresent()) {
      labels.put(USE_WAYPOINT, WAYPOINT);
    }
  }

  /** A merge patch for an object of this kind in this (stable) namespace. */
  ObjectNode patch(JsonNode stable, String kind, String namespace) {
    ObjectNode mapped = (ObjectNode) stable.deepCopy();
    body(mapped, kind, namespace);
    return mapped;
  }

  /** The run's name of an object. */
  String name(String kind, String namespace, String stable) {
    if (kind.equals("Namespace")) {
      return names.namespace(stable);
    }
    return namespace.isEmpty() ? names.object(kind, stable) : names.object(kind, namespace, stable);
  }

  private void body(ObjectNode object, String kind, String namespace) {
    if (object.get("spec") instanceof ObjectNode spec) {
      if (ROUTES.contains(kind)) {
        route(spec, namespace);
      } else {
        switch (kind) {
          case "Gateway" -> gateway(spec, namespace);
          case "GatewayClass" -> text(spec, "controllerName", any -> claims.controller());
          case "ReferenceGrant" -> grant(spec, namespace);
          case "Deployment" -> podTemplate(spec, namespace);
          case "AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication" ->
              policy(spec, namespace);
          default -> {}
        }
      }
    }
    if (object.path("metadata").get("labels") instanceof ObjectNode labels) {
      useWaypoint(labels, namespace);
    }
    if (kind.equals("EndpointSlice")
        && object.path("metadata").get("labels") instanceof ObjectNode labels) {
      text(labels, SERVICE_NAME_LABEL, name -> names.object("Service", namespace, name));
    }
  }

  private void useWaypoint(ObjectNode labels, String namespace) {
    String where = labels.path(USE_WAYPOINT + "-namespace").asString(namespace);
    text(labels, USE_WAYPOINT, name -> names.object("Gateway", where, name));
    text(labels, USE_WAYPOINT + "-namespace", names::namespace);
  }

  private void policy(ObjectNode spec, String namespace) {
    for (JsonNode target : spec.path("targetRefs")) {
      reference(target, "Service", namespace);
    }
    for (JsonNode rule : spec.path("rules")) {
      for (JsonNode from : rule.path("from")) {
        JsonNode source = from.path("source");
        for (String list : List.of("namespaces", "notNamespaces")) {
          texts(source, list, names::namespace);
        }
        for (String list : List.of("principals", "notPrincipals")) {
          texts(source, list, this::principal);
        }
      }
      for (JsonNode to : rule.path("to")) {
        texts(to.path("operation"), "paths", names::path);
      }
      for (JsonNode condition : rule.path("when")) {
        switch (condition.path("key").asString("")) {
          case "source.principal" -> texts(condition, "values", this::principal);
          case "source.namespace" -> texts(condition, "values", names::namespace);
          default -> {}
        }
      }
    }
  }

  /** {@code TRUST-DOMAIN/ns/NAMESPACE/sa/NAME}, where the namespace is the run's. */
  private String principal(String stable) {
    String[] parts = stable.split("/", -1);
    if (parts.length == 5) {
      parts[2] = names.namespace(parts[2]);
    }
    return String.join("/", parts);
  }

  private void gateway(ObjectNode spec, String namespace) {
    text(
        spec,
        "gatewayClassName",
        name -> {
          String own = names.object("GatewayClass", name);
          return own.equals(name) ? claimedClass(name) : own;
        });
    for (JsonNode listener : spec.path("listeners")) {
      text(listener, "hostname", names::host);
      for (JsonNode ref : listener.path("tls").path("certificateRefs")) {
        reference(ref, "Secret", namespace);
      }
      selector(listener.path("allowedRoutes").path("namespaces").path("selector"));
    }
  }

  private String claimedClass(String stable) {
    return stable.equals(WAYPOINT_CLASS)
        ? MeshWords.of(claims).waypointClass().orElse("")
        : claims.gatewayClass();
  }

  private void selector(JsonNode selector) {
    text(selector.path("matchLabels"), NAMESPACE_NAME_LABEL, names::namespace);
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (expression.path("key").asString("").equals(NAMESPACE_NAME_LABEL)) {
        texts(expression, "values", names::namespace);
      }
    }
  }

  private void route(ObjectNode spec, String namespace) {
    texts(spec, "hostnames", names::host);
    for (JsonNode parent : spec.path("parentRefs")) {
      reference(parent, "Gateway", namespace);
    }
    for (JsonNode rule : spec.path("rules")) {
      for (JsonNode match : rule.path("matches")) {
        if (!match.path("path").path("type").asString("").equals("RegularExpression")) {
          text(match.path("path"), "value", names::path);
        }
        for (JsonNode header : match.path("headers")) {
          text(header, "name", names::header);
        }
      }
      filters(rule, namespace);
      for (JsonNode backend : rule.path("backendRefs")) {
        reference(backend, "Service", namespace);
        filters(backend, namespace);
      }
    }
  }

  private void filters(JsonNode owner, String namespace) {
    for (JsonNode filter : owner.path("filters")) {
      headers(filter.path("requestHeaderModifier"));
      headers(filter.path("responseHeaderModifier"));
      for (String kind : new String[] {"requestRedirect", "urlRewrite"}) {
        text(filter.path(kind), "hostname", names::host);
        text(filter.path(kind).path("path"), "replaceFullPath", names::path);
        text(filter.path(kind).path("path"), "replacePrefixMatch", names::path);
      }
      reference(filter.path("requestMirror").path("backendRef"), "Service", namespace);
    }
  }

  private void headers(JsonNode modifier) {
    for (String list : new String[] {"set", "add"}) {
      for (JsonNode header : modifier.path(list)) {
        text(header, "name", names::header);
      }
    }
    texts(modifier, "remove", names::header);
  }

  private void grant(ObjectNode spec, String namespace) {
    for (JsonNode from : spec.path("from")) {
      text(from, "namespace", names::namespace);
    }
    for (JsonNode to : spec.path("to")) {
      text(to, "name", name -> names.object(to.path("kind").asString(""), namespace, name));
    }
  }

  private void podTemplate(ObjectNode spec, String namespace) {
    for (JsonNode volume : spec.path("template").path("spec").path("volumes")) {
      text(volume.path("secret"), "secretName", name -> names.object("Secret", namespace, name));
      text(volume.path("configMap"), "name", name -> names.object("ConfigMap", namespace, name));
    }
  }

  /**
   * A reference: its namespace if it has one is mapped, and its name if the test declares what it
   * names.
   */
  private void reference(JsonNode ref, String defaultKind, String namespace) {
    String kind = ref.path("kind").asString(defaultKind);
    String target = ref.path("namespace").asString(namespace);
    text(
        ref,
        "name",
        name ->
            REFERABLE.contains(kind)
                ? names.object(kind, target, name)
                : names.objectOfNoKind(target, name));
    text(ref, "namespace", names::namespace);
  }

  private static void text(JsonNode object, String field, UnaryOperator<String> mapping) {
    if (object instanceof ObjectNode node && node.path(field).isString()) {
      node.put(field, mapping.apply(node.path(field).asString()));
    }
  }

  private static void texts(JsonNode object, String field, UnaryOperator<String> mapping) {
    if (object.path(field) instanceof ArrayNode list) {
      for (int index = 0; index < list.size(); index++) {
        if (list.get(index).isString()) {
          list.set(
              index, dev.waymark.kit.verdict.Json.text(mapping.apply(list.get(index).asString())));
        }
      }
    }
  }
}
